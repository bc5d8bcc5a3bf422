import { z } from "zod"
import { Role } from "./access.ts"

/** Signs in with a key; the answer's cookie stands for it from then on. */
export const SessionRequest = z.strictObject({ key: z.string().trim().min(1, "enter your key").max(500) })
export type SessionRequest = z.infer<typeof SessionRequest>

/** Whose requests these are. `signed_in` says that a session cookie tells, which signing out ends. */
export const SessionAnswer = z.object({ name: z.string(), role: Role, signed_in: z.boolean() })
export type SessionAnswer = z.infer<typeof SessionAnswer>

export const SignOutAnswer = z.object({ success: z.literal(true) })
export type SignOutAnswer = z.infer<typeof SignOutAnswer>
