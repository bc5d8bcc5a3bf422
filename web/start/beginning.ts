import { createStore } from "../client/store.ts"

/** An import that is being opened: not a job yet, or one whose first call has not answered. */
export type Beginning =
  | { state: "idle" }
  | { state: "sending"; name: string; sent: number; total: number; waiting: boolean }
  | { state: "opening"; name: string }
  /** The same content was imported before: this is that import. */
  | { state: "known"; job_id: string }
  | { state: "refused"; detail: string; job_id: string | undefined; fields: FieldErrors }

/** What is wrong with single options, by their names. */
export type FieldErrors = Readonly<Record<string, string>>

/** How far the import is that this tab is opening; outlives the form that began it. */
export const { set: setBeginning, use: useBeginning } = createStore<Beginning>({ state: "idle" })

/** Whether one is on its way, so that no other can be begun. */
export function isUnderWay({ state }: Beginning): boolean {
  return state === "sending" || state === "opening"
}
