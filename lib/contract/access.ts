import { z } from "zod"

/** Each role may do what the ones before it may: read, import, everything. */
export const Role = z.enum(["viewer", "operator", "admin"])
export type Role = z.infer<typeof Role>

/** Whose request it is; ends up in the audit log. `projects` holds ids, or "*" for all. */
export interface Actor {
  name: string
  role: Role
  projects: string[]
}

/** What a verb needs to know of whoever calls it. */
export type Caller = Pick<Actor, "name" | "projects">

/** Who asks for batches: an id that stays the same from call to call, and what a person calls it. */
export interface Driver {
  id: string
  label: string
}
