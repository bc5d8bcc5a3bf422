import { useEffect } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { readHeader } from "../preview/look.ts"
import { endingOf } from "../source/files.ts"
import { nameOfFiles } from "../source/source.ts"
import { Button } from "../ui/button.tsx"
import { useAddress } from "../ui/link.tsx"
import { Notice } from "../ui/notice.tsx"
import { guessDataset } from "./guess-dataset.ts"
import { keepGuess, useHanded } from "./handed.ts"

interface GuessNoteProps {
  datasets: DatasetDeclaration[]
  /** The chosen one. */
  dataset: DatasetDeclaration
  onChoose(name: string): void
}

/** What the chosen files seem to be. As long as nobody has chosen a dataset they are taken for that. */
export function GuessNote({ datasets, dataset, onChoose }: GuessNoteProps) {
  const { files, guess, arrived } = useHanded()
  const [said] = useAddress("into")
  const isSaid = said !== ""
  useEffect(() => {
    if (guess !== undefined || files.length === 0) return
    let isAsked = true
    // Rows are asked about only where nobody has said what they are, or they cannot be that.
    const isOpen = !isSaid || files.some(({ name }) => !dataset.accepts.includes(endingOf(name)))
    void guessDataset(files, datasets, isOpen ? readHeader : null)
      .catch(() => null)
      .then((found) => {
        if (!isAsked) return
        keepGuess(files, found)
        if (found && !isSaid) onChoose(found.dataset)
      })
    // Whoever has chosen meanwhile knows better.
    return () => {
      isAsked = false
    }
  }, [files, guess, datasets, dataset, isSaid, onChoose])
  const guessed = datasets.find((one) => one.dataset === guess?.dataset)
  if (files.length === 0) return null
  const name = nameOfFiles(files)
  if (arrived && guess === null) {
    return (
      <Notice tone="info" role="status">
        What <strong>{name}</strong> is cannot be told from its content: choose its dataset.
      </Notice>
    )
  }
  if (!guess || !guessed) return null
  const isTaken = guessed === dataset
  return (
    <Notice
      tone={isTaken ? "info" : "warning"}
      role="status"
      aside={
        !isTaken && <Button onClick={() => onChoose(guessed.dataset)}>Import it as {guessed.title}</Button>
      }
    >
      <strong>{name}</strong> {files.length === 1 ? "looks" : "look"} like {guessed.title}: {guess.why}.
      {isTaken && " If it is something else, choose another dataset."}
    </Notice>
  )
}
