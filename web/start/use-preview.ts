import { useEffect, useRef, useState } from "react"
import type { EarlierReading, PreviewAnswer } from "../../lib/contract/datasets.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { ColumnMapping, ImportOptionsInput } from "../../lib/contract/options.ts"
import { call, messageOf } from "../client/call.ts"
import type { Source } from "./begin-import.ts"
import { isSameMapping, repeatedColumns } from "./mapping.ts"

/** The beginning of a file says how it is written and what is in it. */
const ENOUGH_BYTES = 1_000_000
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

interface Known {
  answer: PreviewAnswer | null
  /** What the answer was read with. */
  reading: string
  /** Of the answer that nothing was told for, and the reading it was for. */
  guess: { reading: string; mapping: ColumnMapping; earlier: EarlierReading | null } | null
  refusal: string | null
}

const NOTHING: Known = { answer: null, reading: "", guess: null, refusal: null }

/**
 * Looks at a source before it is imported, and again whenever it is to be read in another way; the last question
 * wins. Another source wants another component.
 */
export function usePreview(dataset: string, source: Source, reading: Reading): Preview {
  const [known, setKnown] = useState(NOTHING)
  const [changed, setChanged] = useState<{ reading: string; mapping: ColumnMapping } | null>(null)
  const [afresh, setAfresh] = useState(false)
  const [asking, setAsking] = useState(true)
  const first = useRef(true)
  const read = JSON.stringify(reading)
  // Another way of reading finds other headers, so what was said of the old ones is void.
  const guessed = known.guess?.reading === read ? known.guess : undefined
  const guess = guessed?.mapping
  const earlier = afresh ? null : (guessed?.earlier ?? null)
  const before = earlier?.options.mapping && { ...guess, ...earlier.options.mapping }
  const own = changed?.reading === read ? changed.mapping : before
  const asBefore = JSON.stringify(optionsOf(earlier))
  const told = own && !(guess && isSameMapping(own, guess)) ? own : undefined
  const sayable = told && repeatedColumns(told, guess).length > 0 ? null : JSON.stringify(told)

  useEffect(() => {
    if (sayable === null) {
      setAsking(false)
      return
    }
    const giveUp = new AbortController()
    const mapping = sayable === undefined ? undefined : (JSON.parse(sayable) as ColumnMapping)
    const said = { ...JSON.parse(asBefore), ...JSON.parse(read) }
    const options: ImportOptionsInput = { ...said, ...(mapping && { mapping }) }
    setAsking(true)
    const ask = async () => {
      const next = await look(dataset, source, options, giveUp.signal)
      if (giveUp.signal.aborted) return
      setAsking(false)
      const { answer, refusal } = next
      const unsaid = answer && !mapping && asBefore === "{}"
      const found = unsaid ? { reading: read, mapping: answer.mapping, earlier: answer.earlier } : null
      setKnown((known) => ({ answer, refusal, reading: read, guess: found ?? known.guess }))
    }
    const timer = setTimeout(ask, first.current ? 0 : PAUSE_MS)
    first.current = false
    return () => {
      clearTimeout(timer)
      giveUp.abort()
    }
  }, [dataset, source, read, asBefore, sayable])

  const mapping = own ?? known.answer?.mapping ?? {}
  const map = (header: string, column: string | null) => {
    // Headers of an older reading may be gone.
    if (known.reading === read) setChanged({ reading: read, mapping: { ...mapping, [header]: column } })
  }
  const beginAfresh = () => {
    setAfresh(true)
    setChanged(null)
  }
  return {
    answer: known.answer,
    asking,
    refusal: known.refusal,
    mapping,
    guess,
    told,
    map,
    earlier,
    beginAfresh,
  }
}

/** How the last file was read, but for its columns, which are said by themselves. */
export function optionsOf(earlier: EarlierReading | null): ImportOptionsInput {
  const { mapping: _mapping, ...options } = earlier?.options ?? {}
  return options as ImportOptionsInput
}

/** Asks what a source would be read as; a refusal is a sentence. */
export async function look(
  dataset: string,
  source: Source,
  options: ImportOptionsInput,
  signal: AbortSignal,
): Promise<Pick<Known, "answer" | "refusal">> {
  const sent = { params: { dataset }, signal, ...bodyOf(source, options) }
  try {
    return { answer: await call(endpoints.preview, sent), refusal: null }
  } catch (error) {
    return { answer: null, refusal: messageOf(error) }
  }
}

function bodyOf(source: Source, options: ImportOptionsInput) {
  if (source.kind === "stored") return { body: { filename: source.filename, options } }
  const form = new FormData()
  form.append("options", JSON.stringify(options))
  const [file] = source.kind === "files" ? source.files : []
  if (file) form.append("file", isEnough(file) ? file.slice(0, ENOUGH_BYTES) : file, file.name)
  return { form }
}

/** What is in a package is told at its end. */
const isEnough = ({ size, name }: File) => size > ENOUGH_BYTES && !/\.(?:xlsx|zip)$/i.test(name)
