import type { Caller, NodesAnswer, NodesRequest } from "../contract/index.ts"
import { ImportOptions } from "../contract/index.ts"
import { findDataset } from "../datasets/index.ts"
import type { Effects } from "../effects.ts"
import { findJob } from "../engine/jobs/jobs.ts"
import { prepareImport } from "../import/prepare.ts"

/** The dataset these nodes are rows of. */
export const NODES = "taxonomy"

/**
 * Opens the import of a taxonomy whose pages came with the request; the server goes on by itself. The same nodes again answer
 * with the import they belong to. Throws Problem 4xx as prepare does.
 */
export async function importNodes(
  { project_id, nodes, options, actor }: NodesRequest & { actor: Caller },
  effects: Effects,
): Promise<NodesAnswer> {
  const { chunk_size: batch_size, duplicates, max_retries } = options
  const alone = { run: "background", on_failed_batch: "accept" } as const
  const asked = { project_id, batch_size, duplicates, max_retries, ...alone }
  const { answer } = await prepareImport(
    {
      dataset: findDataset(NODES),
      source: { kind: "rows", rows: nodes },
      options: ImportOptions.parse(asked),
      actor,
    },
    effects,
  )
  const { job_id: import_id } = answer
  // The import these nodes belong to may have been begun with chunks of another size.
  const { options: begun } = await effects.db.use((connection) => findJob(connection, import_id))
  return {
    import_id,
    total_nodes: nodes.length,
    chunks: Math.ceil(nodes.length / (begun.batch_size ?? batch_size)),
    stream_url: `/api/import/stream?import_id=${import_id}`,
    status_url: `/api/import/${NODES}/status/${import_id}`,
  }
}
