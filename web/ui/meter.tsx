import { percentage } from "../words/numbers.ts"

interface MeterProps {
  label: string
  /** Of 100; null while it cannot be known. */
  value: number | null
  /** The part of 100 that failed, drawn behind what is done. */
  failed?: number
  /** What the bar says in words. */
  text?: string
  size?: "small" | "large"
  /** Moving, resting, or of something that was taken back. */
  tone?: "normal" | "still" | "void"
}

/** A labelled progress bar. */
export function Meter({ label, value, failed = 0, text, size = "small", tone = "normal" }: MeterProps) {
  const known = value !== null
  return (
    <div
      className={`meter meter-${size} meter-${tone}${known ? "" : " meter-unknown"}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known && { "aria-valuenow": value })}
      aria-valuetext={text ?? (known ? percentage(value) : "not known yet")}
    >
      <div className="meter-done" style={known ? { transform: `scaleX(${value / 100})` } : undefined} />
      {failed > 0 && (
        <div className="meter-failed" style={{ left: `${value}%`, width: `max(4px, ${failed}%)` }} />
      )}
    </div>
  )
}
