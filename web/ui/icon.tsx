import type { Tone } from "../words/states.ts"

/** Drawn on a grid of 16, stroked with the text's colour. */
const PATHS = {
  done: "M3 8.5l3.2 3L13 4.5",
  bad: "M8 4v5M8 11.6v.4M8 1.8l6.6 12H1.4z",
  warning: "M8 4.2v4.6M8 11.6v.2M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z",
  busy: "M13.5 8A5.5 5.5 0 1 1 8 2.5",
  quiet: "M8 3.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z",
  pause: "M5.6 3.5v9M10.4 3.5v9",
  play: "M5 3.2v9.6l8-4.8z",
  refresh: "M13 3v3.6H9.4M12.7 6.4A5.2 5.2 0 1 0 13 9.6",
  undo: "M6.4 3L3 6.2l3.4 3.2M3.2 6.2h6.3a3.6 3.6 0 0 1 0 7.2H6",
  close: "M4 4l8 8M12 4l-8 8",
  upload: "M8 11V3M4.8 6L8 2.8 11.2 6M3 13.2h10",
  download: "M8 3v8M4.8 8L8 11.2 11.2 8M3 13.4h10",
  next: "M6 3.5L10.5 8 6 12.5",
  offline: "M2 6.2a9 9 0 0 1 12 0M4.4 9a5.5 5.5 0 0 1 7.2 0M8 12.2v.1M3 14L13 2",
} as const

export type IconName = keyof typeof PATHS

/** A small picture beside a word; it says nothing on its own. */
export function Icon({ name }: { name: IconName | Tone }) {
  return (
    <svg className={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
