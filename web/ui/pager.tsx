import { count } from "../words/numbers.ts"

interface PagerProps {
  /** The number of the first one shown, from 0. */
  start: number
  page: number
  total: number
  /** All of them in words: "25 batches". */
  words: string
  /** What is said when there is none. */
  none: string
  onGo(start: number): void
}

/** Back and forth through a long list. */
export function Pager({ start, page, total, words, none, onGo }: PagerProps) {
  const end = start + page
  return (
    <div className="pager">
      <button
        type="button"
        className="button"
        aria-disabled={start === 0}
        onClick={() => onGo(Math.max(0, start - page))}
      >
        Back
      </button>
      <span>{total === 0 ? none : `${count(start + 1)}–${count(Math.min(end, total))} of ${words}`}</span>
      <button
        type="button"
        className="button"
        aria-disabled={end >= total}
        onClick={() => end < total && onGo(end)}
      >
        Next
      </button>
    </div>
  )
}
