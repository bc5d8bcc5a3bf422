import { isProblem, problem } from "../errors.ts"

/** What knows bytes knows no files: its complaints about a whole CSV or JSON get the name in front. */
export function withFileName(error: unknown, name: string): unknown {
  if (!isProblem(error) || !/^(csv|json)_/.test(error.code)) return error
  return problem(error.status, error.code, `${name}: ${error.detail}`)
}

/** Does something with a file; what it throws names it. */
export async function namedErrors<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw withFileName(error, name)
  }
}
