import { useEffect, useRef, useState } from "react"
import type { EarlierReading, PreviewAnswer } from "../../lib/contract/datasets.ts"
import type { ColumnMapping, ImportOptionsInput } from "../../lib/contract/options.ts"
import { backOff } from "../client/wait.ts"
import type { Source } from "../source/source.ts"
import { type LookAnswer, look, optionsOf } from "./look.ts"
import { isSameMapping, repeatedColumns } from "./mapping.ts"

const PAUSE_MS = 300

/** How the file is to be read, as far as a person has said so. */
export type Reading = Pick<
  ImportOptionsInput,
  "delimiter" | "encoding" | "header_row" | "sheet" | "entry" | "comment" | "constants" | "default_country"
>

export interface Preview {
  /** The latest; kept while the next is asked for. */
  answer: PreviewAnswer | null
  asking: boolean
  /** Why there is none. */
  refusal: string | null
  /** Why there is none, where that is no reason not to import the source. */
  unseen: LookAnswer["unseen"]
  /** As the person has it; the guess until something is changed. */
  mapping: ColumnMapping
  guess: ColumnMapping | undefined
  /** What the import has to be told of it: nothing while it is the guess. */
  told: ColumnMapping | undefined
  /** The last file with this header, which this one starts as; null where there was none, or it is begun afresh. */
  earlier: EarlierReading | null
  beginAfresh(): void
  map(header: string, column: string | null): void
}

interface Known extends LookAnswer {
  /** What the answer was read with. */
  reading: string
  /** Of the answer that nothing was told for, and the reading it was for. */
  guess: { reading: string; mapping: ColumnMapping; earlier: EarlierReading | null } | null
}

const NOTHING: Known = { answer: null, reading: "", guess: null, refusal: null, unseen: null }

/**
 * Looks at a source before it is imported, and again whenever it is to be read in another way. Another source wants
 * another component.
 */
export function usePreview(dataset: string, source: Source, reading: Reading): Preview {
  const [known, setKnown] = useState(NOTHING)
  const [changed, setChanged] = useState<{ reading: string; mapping: ColumnMapping } | null>(null)
  const [afresh, setAfresh] = useState(false)
  const read = JSON.stringify(reading)
  // Another way of reading finds other headers, so what was said of the old ones is void.
  const guessed = known.guess?.reading === read ? known.guess : undefined
  const guess = guessed?.mapping
  const earlier = afresh ? null : (guessed?.earlier ?? null)
  const before = earlier?.options.mapping && { ...guess, ...earlier.options.mapping }
  const own = changed?.reading === read ? changed.mapping : before
  const told = own && !(guess && isSameMapping(own, guess)) ? own : undefined
  const isSayable = !told || repeatedColumns(told, guess).length === 0
  const question = { dataset, source, read, asBefore: JSON.stringify(optionsOf(earlier)) }
  const asking = useAsking({ ...question, told: isSayable ? JSON.stringify(told) : null }, setKnown)

  const { answer, refusal, unseen } = known
  const mapping = own ?? answer?.mapping ?? {}
  const map = (header: string, column: string | null) => {
    // Headers of an older reading may be gone.
    if (known.reading === read) setChanged({ reading: read, mapping: { ...mapping, [header]: column } })
  }
  const beginAfresh = () => {
    setAfresh(true)
    setChanged(null)
  }
  return { answer, asking, refusal, unseen, mapping, guess, told, map, earlier, beginAfresh }
}

/** What is asked about a source; what has parts is written out, since the same is not asked twice. */
interface Question {
  dataset: string
  source: Source
  read: string
  asBefore: string
  /** Undefined where no column was told, null where what was told cannot be. */
  told: string | undefined | null
}

/** Asks whenever the question is another; the last one wins. Answers whether it is being asked. */
function useAsking(
  { dataset, source, read, asBefore, told }: Question,
  keep: (next: (before: Known) => Known) => void,
): boolean {
  const [asking, setAsking] = useState(true)
  const first = useRef(true)
  useEffect(() => {
    setAsking(told !== null)
    if (told === null) return
    const giveUp = new AbortController()
    const mapping = told && { mapping: JSON.parse(told) }
    const options = { ...JSON.parse(asBefore), ...JSON.parse(read), ...mapping }
    let failures = 0
    const ask = async () => {
      const { answer, refusal, unseen } = await look(dataset, source, options, giveUp.signal)
      if (giveUp.signal.aborted) return
      if (unseen === "for now") {
        failures += 1
        timer = setTimeout(ask, backOff(failures))
      } else setAsking(false)
      const isGuess = answer && !told && asBefore === "{}"
      const guess = isGuess ? { reading: read, mapping: answer.mapping, earlier: answer.earlier } : null
      keep((before) => ({ answer, refusal, unseen, reading: read, guess: guess ?? before.guess }))
    }
    let timer = setTimeout(ask, first.current ? 0 : PAUSE_MS)
    first.current = false
    return () => {
      clearTimeout(timer)
      giveUp.abort()
    }
  }, [dataset, source, read, asBefore, told, keep])
  return asking
}
