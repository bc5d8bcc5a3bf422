/** What a job says beside the column itself. */
export interface ReadOptions {
  /** ISO 3166 alpha-2: the country of phone numbers that name none. Belgium when left out. */
  default_country?: string | undefined
}

/** What a declared column says about its cells. */
export interface CellSpec {
  kind: string
  required: boolean
}

/** `message` continues a sentence that begins with the column's name, and never quotes the value. */
export interface CellFault {
  code: string
  message: string
}

/**
 * A cell as it goes into a typed column, null when it is empty; or why it cannot. `notice` is the code of what is to be counted, where
 * more was changed than its kind says.
 */
export type Cell = { value: unknown; notice?: string } | CellFault

/** Reads one cell that is not null. */
export type Kind = (raw: unknown, options: ReadOptions) => Cell

export function fault(code: string, message: string): CellFault {
  return { code, message }
}

export function isFault(cell: object): cell is CellFault {
  return "code" in cell
}
