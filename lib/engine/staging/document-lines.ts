import type { Effects } from "../../effects.ts"
import { ingestionOf } from "../../events.ts"
import type { SourceFile, StagedDocument } from "../../reading/index.ts"

/** Tells of each document of a file when its reading begins and, once what came of it is committed, how long that took. */
export interface DocumentLines {
  /** The document of that row is next; in a file of other rows, and behind the last document, there is none. */
  started(row: number): void
  ended(document: StagedDocument): void
}

export function documentLines(
  job_id: string,
  { documents = [] }: SourceFile,
  { clock, emit }: Pick<Effects, "clock" | "emit">,
): DocumentLines {
  const begun = new Map<number, number>()
  return {
    started(row) {
      const filename = documents[row - 1]
      if (filename === undefined) return
      begun.set(row, clock.now())
      emit({ type: "document.started", ...ingestionOf(job_id), filename })
    },
    ended({ row, name: filename, fault, warnings }) {
      const now = clock.now()
      const what = {
        ...ingestionOf(job_id),
        filename,
        duration_ms: Math.max(0, now - (begun.get(row) ?? now)),
      }
      const told = warnings.length > 0 ? { warnings } : {}
      if (fault === null) emit({ type: "document.finished", ...what, ...told })
      else emit({ type: "document.failed", ...what, code: fault.code, error: fault.message })
    },
  }
}
