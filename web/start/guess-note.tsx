import { useEffect } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { Icon } from "../ui/icon.tsx"
import { useAddress } from "../ui/link.tsx"
import { counted } from "../words/numbers.ts"
import { guessDataset } from "./guess-dataset.ts"
import { keepGuess, useHanded } from "./handed.ts"
import { readHeader } from "./read-header.ts"

interface GuessNoteProps {
  datasets: DatasetDeclaration[]
  /** The chosen one. */
  dataset: DatasetDeclaration
  onChoose(name: string): void
}

/** What the chosen files seem to be. As long as nobody has chosen a dataset they are taken for that. */
export function GuessNote({ datasets, dataset, onChoose }: GuessNoteProps) {
  const { files, guess } = useHanded()
  const [said] = useAddress("into")
  const isSaid = said !== ""
  useEffect(() => {
    if (guess !== undefined || files.length === 0) return
    // Rows are asked about only where nobody has said what they are.
    void guessDataset(files, datasets, isSaid ? null : readHeader)
      .catch(() => null)
      .then((found) => {
        keepGuess(files, found)
        if (found && !isSaid) onChoose(found.dataset)
      })
  }, [files, guess, datasets, isSaid, onChoose])
  const guessed = datasets.find((one) => one.dataset === guess?.dataset)
  if (!guess || !guessed || files.length === 0) return null
  const name = files.length === 1 ? files[0]?.name : counted(files.length, "file")
  const isTaken = guessed === dataset
  return (
    <p className={isTaken ? "notice info" : "notice warning"} role="status">
      <Icon name={isTaken ? "quiet" : "warning"} />
      <span>
        <strong>{name}</strong> {files.length === 1 ? "looks" : "look"} like {guessed.title}: {guess.why}.
        {isTaken && " If it is something else, choose another dataset."}
      </span>
      {!isTaken && (
        <button type="button" className="button" onClick={() => onChoose(guessed.dataset)}>
          Import it as {guessed.title}
        </button>
      )}
    </p>
  )
}
