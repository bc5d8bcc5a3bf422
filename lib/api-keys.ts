import { hash } from "node:crypto"
import { z } from "zod"
import { Role } from "./contract/access.ts"

const KeyEntry = z
  .strictObject({
    name: z.string().min(1).max(100),
    role: Role,
    projects: z.array(z.string().min(1)).default(["*"]),
    datasets: z.array(z.string().min(1)).default(["*"]),
    key: z.string().min(32, "must have at least 32 characters: npm run key makes one").optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits")
      .optional(),
  })
  .refine((entry) => (entry.key === undefined) !== (entry.sha256 === undefined), {
    message: "needs either key or sha256",
  })
  .transform(({ key, sha256, ...rest }) => ({
    ...rest,
    sha256: key === undefined ? (sha256 ?? "").toLowerCase() : sha256Of(key),
  }))

/** A key as it is kept: its text is dropped when the configuration is read. */
export type ApiKey = z.infer<typeof KeyEntry>

/** What SLUICE_API_KEYS says: who may do what. */
export const ApiKeys = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" })
      return z.NEVER
    }
  })
  .pipe(z.array(KeyEntry))

/** The form in which keys and secrets are kept and compared. */
export function sha256Of(text: string): string {
  return hash("sha256", text)
}
