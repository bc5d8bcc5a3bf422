import { messageOf } from "../../lib/errors.ts"
import { withoutSecrets } from "../../lib/secrets.ts"

/** What was looked at, what was found, and what to do where it is not as it should be. */
export interface Check {
  check: string
  ok: boolean
  detail: string
  advice: string | null
}

export function found(check: string, detail: string): Check {
  return { check, ok: true, detail, advice: null }
}

export function missed(check: string, detail: string, advice: string): Check {
  return { check, ok: false, detail: withoutSecrets(detail), advice }
}

/** What `look` finds; what it throws is what is wrong. Never throws, and no secret is repeated. */
export async function looked(check: string, advice: string, look: () => Promise<string>): Promise<Check> {
  try {
    return found(check, await look())
  } catch (error) {
    return missed(check, messageOf(error).replace(/\s+/g, " "), advice)
  }
}
