import type { StateWord } from "../words/states.ts"
import { Icon } from "./icon.tsx"

/** A state as icon, word and colour. */
export function StateChip({ state, id }: { state: StateWord; id?: string }) {
  return (
    <span className={`chip tone-${state.tone}`} id={id}>
      <Icon name={state.icon ?? state.tone} />
      {state.word}
    </span>
  )
}
