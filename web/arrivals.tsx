import { useEffect, useRef, useState } from "react"
import { messageOf } from "./client/call.ts"
import { endingOf, pastedFile } from "./source/files.ts"
import { isUnderWay, useBeginning } from "./start/beginning.ts"
import { Icon } from "./ui/icon.tsx"

/** What takes what is pasted itself. */
const EDITABLE = 'input, textarea, select, [contenteditable], [role="grid"]'
const OWN_FIELD = "input[type=file]"

/** Files that are dropped anywhere, and rows that are pasted, begin an import. */
export function Arrivals() {
  const { over, said } = useArrivals()
  return (
    <>
      {over && (
        <div className="arrival" aria-hidden="true">
          <p>
            <Icon name="upload" /> Drop it to import it
          </p>
        </div>
      )}
      <p role="status" className={said === "" ? "unseen" : "arrival-said"}>
        {said}
      </p>
    </>
  )
}

const BUSY = "An import is on its way already. Drop or paste the next one when it is."
const FOLDER = "A folder cannot be taken as it is: drop the files that are in it, or one ZIP of them."
const LOOKING = "Looking at"
const SAID_MS = 8_000

function useArrivals(): { over: boolean; said: string } {
  const [over, setOver] = useState(false)
  const [said, setSaid] = useSaid()
  const busy = isUnderWay(useBeginning())
  const take = useRef((_files: readonly File[]): void => {})
  take.current = (files) => {
    if (busy) return setSaid(BUSY)
    setSaid(`${LOOKING} ${files.length === 1 ? files[0]?.name : "the files"} …`)
    // What guesses is needed by nobody who only looks.
    import("./start/arrive.ts")
      .then(({ arrive }) => arrive(files))
      .then(
        () => setSaid(""),
        (error: unknown) => setSaid(messageOf(error)),
      )
  }
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    const drag = (event: DragEvent) => {
      setOver(isTaken(event))
      if (isTaken(event)) event.preventDefault()
    }
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!isTaken(event)) return
      event.preventDefault()
      const { files, items } = event.dataTransfer as DataTransfer
      if ([...items].some((item) => item.webkitGetAsEntry()?.isDirectory)) return setSaid(FOLDER)
      if (files.length > 0) take.current([...files])
    }
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isIn(event, EDITABLE)) return
      const files = filesIn(event)
      if (files.length > 0) take.current(files)
    }
    addEventListener("dragover", drag, { signal })
    addEventListener("dragleave", leave, { signal })
    addEventListener("drop", drop, { signal })
    addEventListener("paste", paste, { signal })
    return () => stop.abort()
  }, [setSaid])
  return { over, said }
}

/** What is said for a while; that something is being looked at, until that is over. */
function useSaid(): [said: string, say: (said: string) => void] {
  const [said, say] = useState("")
  useEffect(() => {
    if (said === "" || said.startsWith(LOOKING)) return
    const timer = setTimeout(() => say(""), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  return [said, say]
}

/** Files over whatever does not take them itself. */
const isTaken = (event: DragEvent) => hasFiles(event) && !isIn(event, OWN_FIELD)

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false

const isIn = ({ target }: Event, selector: string) =>
  target instanceof Element && target.closest(selector) !== null

/** Files on the clipboard, or its rows as one: a single line is none. */
function filesIn({ clipboardData }: ClipboardEvent): File[] {
  const files = [...(clipboardData?.files ?? [])]
  const text = clipboardData?.getData("text/plain") ?? ""
  if (files.length > 0) return files
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "")
  const file = pastedFile(text)
  return lines.length > 1 || endingOf(file.name) === ".json" ? [file] : []
}
