import { z } from "zod"

/** Each role may do what the ones before it may: read, import, everything. */
export const Role = z.enum(["viewer", "operator", "admin"])
export type Role = z.infer<typeof Role>

/** What somebody may get at: ids of projects and names of datasets, "*" for all; without datasets all of them. */
export interface Reach {
  projects: readonly string[]
  datasets?: readonly string[]
}

/** Whose request it is; ends up in the audit log. */
export interface Actor extends Reach {
  name: string
  role: Role
}

/** What a verb needs to know of whoever calls it; without a role whoever it is may do everything. */
export type Caller = Pick<Actor, "name"> & Reach & { role?: Role }

/** Who asks for batches: an id that stays the same from call to call, and what a person calls it. */
export interface Driver {
  id: string
  label: string
}

/** Who a request is from before anything is known of them. */
export const ANONYMOUS = "anonymous"
