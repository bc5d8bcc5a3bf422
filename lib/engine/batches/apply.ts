import { tableOf } from "../../datasets/questions.ts"
import { expression, inBrackets, type Slots, slotsFor, statement } from "../../db/statement.ts"
import { partSlots } from "./keyed.ts"
import { type ApplyPlan, piece, slotsOf } from "./slots.ts"

/** How one operation and mode is applied. */
interface Way {
  /** Statements that change the target, in the order they must run. COUNT: what is counted is counted there. */
  steps: readonly string[]
  /** What of sql/apply/counts/ tells what became of each batch's rows; at the end, where no step is COUNT. */
  counts: string
}

const COUNT = "hold_counts"
const keyed = (...steps: string[]): Way => ({
  steps: ["keyed/hold", "keyed/journal", "keyed/add", ...steps],
  counts: "keyed",
})
const only = (counts: string): Way => ({ steps: [], counts })
const hierarchy = (...journal: string[]): Way => ({
  steps: [
    "keyed/hold",
    "build_hierarchy/circle",
    "build_hierarchy/find",
    "build_hierarchy/list_circle",
    ...journal,
    COUNT,
    "build_hierarchy/update",
  ],
  counts: "hierarchy",
})
const REPLACING = ["temporal/find_suspects", COUNT, "temporal/close_drift", "temporal/open"]
const EMBED = ["embed/write", "embed/forget_refused", "embed/list_refused"]
const UPSERT = [COUNT, "upsert/journal", "upsert/overwrite", "upsert/add"]
/** A row of an earlier extract goes in while no later one is at work, and where none has been at what it is about. */
const ALONE = ["temporal/alone", "temporal/hold_others"]
const IN_TURN = [...ALONE, "temporal/refuse_superseded"]

/** Those of a dry run only count what would be. */
const WAYS: Record<string, Way> = {
  "delete/keys": { steps: ["temporal/close_keys"], counts: "closed_keys" },
  "delete/vanished": { steps: ["temporal/close_vanished"], counts: "vanished" },
  "insert/append": { steps: ["temporal/open"], counts: "opened" },
  "insert/replace": { steps: REPLACING, counts: "drift" },
  "insert/reconcile": { steps: [COUNT, "temporal/open_missing"], counts: "reconciled" },
  "insert/upsert": { steps: UPSERT, counts: "upserted" },
  "insert/skip": keyed(),
  "insert/update": keyed("keyed/change"),
  "insert/merge": keyed("keyed/change"),
  "mend/skip": keyed(),
  "mend/update": keyed("keyed/change"),
  "mend/merge": keyed("keyed/change"),
  "mend/upsert": { steps: [...ALONE, "upsert/refuse_superseded", ...UPSERT], counts: "upserted" },
  "mend/keys": { steps: [...IN_TURN, "temporal/close_keys"], counts: "closed_keys" },
  "mend/replace": {
    steps: [...IN_TURN, ...REPLACING],
    counts: "drift",
  },
  "build_hierarchy/keyed": hierarchy("build_hierarchy/journal"),
  "build_hierarchy/mended": hierarchy("build_hierarchy/journal_again", "build_hierarchy/journal"),
  "embed/keyed": { steps: EMBED, counts: "embedded" },
  "embed/mended": { steps: EMBED, counts: "embedded" },
  "resolve_names/mended": {
    steps: [...ALONE, "resolve_names/journal_again", "resolve_names/journal", "resolve_names/update"],
    counts: "resolved",
  },
  "resolve_names/fresh": { steps: ["resolve_names/update"], counts: "resolved_fresh" },
  "resolve_names/journalled": {
    steps: ["resolve_names/journal", "resolve_names/update"],
    counts: "resolved",
  },
  "delete/dry_keys": only("closed_keys"),
  "delete/dry_vanished": only("vanished"),
  "insert/dry_append": only("opened"),
  "insert/dry_replace": only("dry_drift"),
  "insert/dry_reconcile": only("reconciled"),
  "insert/dry_upsert": only("upserted"),
  "insert/dry_skip": only("keyed"),
  "insert/dry_update": only("keyed"),
  "insert/dry_merge": only("keyed"),
  "build_hierarchy/dry_keyed": only("nothing"),
  "embed/dry_keyed": only("nothing"),
  "resolve_names/dry_fresh": only("nothing"),
  "resolve_names/dry_journalled": only("nothing"),
}

/**
 * The statements that apply a stride, each reading what it needs from the connection's `batch` variable; the last one
 * says that its batches are done, and with what counts.
 */
export function applyStatements(plan: ApplyPlan): string[] {
  const way = WAYS[`${plan.operation}/${plan.mode}`]
  if (!way) throw new Error(`no statements for ${plan.operation}/${plan.mode}`)
  const fillings = slotsOf(plan)
  const counts = piece(`apply/counts/${way.counts}`, fillings)
  const held = way.steps.includes(COUNT)
  const parts = way.steps.includes("keyed/add") ? (tableOf(plan.dataset, plan.table_name).parts ?? []) : []
  return [
    ...way.steps
      .filter((name) => !plan.idle?.includes(name))
      .map((name) => filled(name, { ...fillings, counts })),
    ...parts.map((part) => filled("keyed/add_parts", { ...fillings, ...partSlots(part) })),
    statement("batches/complete", { counts: inBrackets(held ? expression("apply/counted") : counts) }),
  ]
}

const filled = (name: string, fillings: Slots) =>
  statement(`apply/${name}`, slotsFor(`apply/${name}`, fillings))
