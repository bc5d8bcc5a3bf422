import { type ComponentProps, useId } from "react"
import type { KnownExtracts } from "../../lib/contract/data.ts"

/** As of when: an extract by its number, or a day. */
export function AtField({ extracts, ...input }: { extracts: KnownExtracts } & ComponentProps<"input">) {
  const { first, last, first_day } = extracts
  const hint = useId()
  return (
    <span>
      <label htmlFor="at">As of</label>{" "}
      <input
        id="at"
        name="at"
        {...input}
        size={11}
        maxLength={10}
        placeholder="now"
        autoComplete="off"
        aria-describedby={hint}
      />{" "}
      <small className="muted" id={hint}>
        {first < last ? `an extract, ${first} to ${last}, or a day` : `extract ${first}, or a day`} from{" "}
        {first_day}
      </small>
    </span>
  )
}
