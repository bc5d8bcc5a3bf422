import { endpoints, type ImportSummary } from "../../lib/contract/index.ts"
import type { Api } from "../command/api.ts"
import { atWork } from "../command/at-work.ts"
import { importsOf } from "../command/listed.ts"
import { EXIT, type Result } from "../command/run.ts"
import { counted, digits } from "../command/words.ts"
import { type Driven, driveImport } from "../import/drive.ts"

/** Tries the texts again that imports left without an embedding, import after import. */
export async function embedAgain(server: string | undefined): Promise<Result> {
  const rest = { options: {}, apply: false, start: false, acceptFailed: false }
  return atWork(server, async (at) => {
    const done: Driven[] = []
    for await (const { dataset, job_id, status } of left(at.api)) {
      if (at.interrupt.signal.aborted)
        return { ...resultOf(done), ...(done.length === 0 && { lines: [] }), exit: EXIT.paused }
      done.push(await driveImport({ ...at, dataset, ...rest }, { job_id, status, held: null }))
    }
    return resultOf(done)
  })
}

/** Completed imports of which something can be tried again: that is only ever what was to be embedded. */
async function* left(api: Api): AsyncGenerator<ImportSummary, void> {
  for await (const imports of importsOf(api, { status: "completed" })) {
    for (const found of imports.filter(({ outcome }) => outcome === "partial_failure")) {
      const { dataset, job_id } = found
      const { actions } = await api.call(endpoints.status, { params: { dataset, job_id } })
      if (actions.includes("retry")) yield found
    }
  }
}

function resultOf(done: readonly Driven[]): Result {
  const imports = done.map(({ status: { job_id, title, embeddings, actions } }) => {
    return { job_id, title, embeddings, left: actions.includes("retry") }
  })
  const exit = imports.some((one) => one.left) ? EXIT.findings : EXIT.done
  const lines = imports.map(({ title, embeddings }) => {
    const { rows = 0, embedded = 0, embedding_failed = 0, pending = 0 } = embeddings ?? {}
    return `${title}: ${digits(embedded)} of ${counted(rows, "text")} embedded, ${digits(embedding_failed)} refused, ${digits(pending)} pending.`
  })
  return { exit, lines: lines.length > 0 ? lines : ["Nothing is left to be embedded."], json: { imports } }
}
