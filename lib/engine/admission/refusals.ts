import { nowOf } from "../../clock.ts"
import type { Dataset } from "../../datasets/declaration.ts"
import type { Connection } from "../../db/connection.ts"
import type { Effects } from "../../effects.ts"
import { isProblem } from "../../errors.ts"
import { recordAudit } from "../jobs/jobs.ts"

/** Refused for who asked, and not for what was sent. */
const CODES = ["project_forbidden", "too_many_imports"]

/** Writes down that somebody was refused an import; there is no job to write it to. */
export async function recordRefusal(
  connection: Connection,
  refused: { error: unknown; dataset: Dataset; actor: string },
  effects: Effects,
): Promise<void> {
  const { error, dataset, actor } = refused
  if (!isProblem(error) || !CODES.includes(error.code)) return
  const detail = `${dataset.name}: ${error.code}. ${error.detail}`
  await recordAudit(connection, {
    job_id: null,
    now: nowOf(effects),
    actor,
    event: "import.refused",
    detail,
  })
  effects.emit({ type: "import.refused", dataset: dataset.name, actor, code: error.code })
}
