import { type AfterStep, type Dataset, payloadOf, type Table, tableOf } from "../../datasets/define.ts"
import {
  assignments,
  columnList,
  expression,
  type Fragment,
  hasStatement,
  identifier,
  leading,
  pairwise,
  type Slots,
  selectList,
  slotsIn,
  statement,
  structOf,
  textLiteral,
} from "../../db/statement.ts"
import { hierarchySlots } from "./hierarchy.ts"
import { keyedSlots, partSlots } from "./keyed.ts"

/** What of a batch decides which statements apply it. */
export interface ApplyPlan {
  dataset: Dataset
  table_name: string
  operation: string
  mode: string
  /** Some staged rows of the range are not to be applied: repeated identities, or rows found guilty. */
  careful: boolean
}

/** Counted first, while new and known can be told apart; what is added does not change what is changed. */
const CHANGE_KEYED = [
  "keyed/hold",
  "keyed/match",
  "keyed/count",
  "keyed/journal",
  "keyed/add",
  "keyed/change",
] as const

/**
 * Statements that count and statements that change the target, in the order they must run. Those of a dry
 * run only count what would be.
 */
const STEPS: Record<string, readonly string[]> = {
  "delete/keys": ["temporal/close_keys", "temporal/count_closed_keys"],
  "delete/vanished": ["temporal/close_vanished", "temporal/count_vanished"],
  "insert/append": ["temporal/open", "temporal/count_opened"],
  "insert/replace": [
    "temporal/find_suspects",
    "temporal/count_drift",
    "temporal/close_drift",
    "temporal/open",
  ],
  "insert/reconcile": ["temporal/count_reconciled", "temporal/open_missing"],
  "insert/upsert": ["upsert/count", "upsert/journal", "upsert/overwrite", "upsert/add"],
  "insert/skip": ["keyed/hold", "keyed/match", "keyed/count_skipped", "keyed/journal_added", "keyed/add"],
  "insert/update": [...CHANGE_KEYED],
  "insert/merge": [...CHANGE_KEYED],
  "build_hierarchy/keyed": [
    "keyed/hold",
    "build_hierarchy/circle",
    "build_hierarchy/find",
    "build_hierarchy/list_circle",
    "build_hierarchy/journal",
    "build_hierarchy/count",
    "build_hierarchy/update",
  ],
  "embed/keyed": ["embed/write", "embed/count"],
  "resolve_names/fresh": ["resolve_names/update", "resolve_names/count_fresh"],
  "resolve_names/journalled": ["resolve_names/journal", "resolve_names/update", "resolve_names/count"],
  "delete/dry_keys": ["dry_run/count_closed_keys"],
  "delete/dry_vanished": ["dry_run/count_vanished"],
  "insert/dry_append": ["temporal/count_opened"],
  "insert/dry_replace": ["dry_run/count_drift"],
  "insert/dry_reconcile": ["dry_run/count_reconciled"],
  "insert/dry_upsert": ["upsert/count"],
  "insert/dry_skip": ["keyed/match", "keyed/count_skipped"],
  "insert/dry_update": ["keyed/match", "keyed/count"],
  "insert/dry_merge": ["keyed/match", "keyed/count"],
  "build_hierarchy/dry_keyed": ["dry_run/count_nothing"],
  "embed/dry_keyed": ["dry_run/count_nothing"],
  "resolve_names/dry_fresh": ["dry_run/count_nothing"],
  "resolve_names/dry_journalled": ["dry_run/count_nothing"],
}

/** The statements that apply one batch, each reading what it needs from the connection's `batch` variable. */
export function applyStatements(plan: ApplyPlan): string[] {
  const names = STEPS[`${plan.operation}/${plan.mode}`]
  if (!names) throw new Error(`no statements for ${plan.operation}/${plan.mode}`)
  const fillings = slotsOf(plan)
  const parts = names.includes("keyed/add") ? (tableOf(plan.dataset, plan.table_name).parts ?? []) : []
  return [
    ...names.map((name) => filled(name, fillings)),
    ...parts.map((part) => filled("keyed/add_parts", { ...fillings, ...partSlots(part) })),
  ]
}

const filled = (name: string, fillings: Slots) =>
  statement(`apply/${name}`, needed(`apply/${name}`, fillings))

/** Queries of an after-step that its other statements are made of, in the order they build on one another. */
const STEP_PIECES = ["touched", "best"]
const VANISHED = "apply/conditions/vanished"

function needed(name: string, fillings: Slots): Slots {
  return Object.fromEntries(
    slotsIn(name).map((slot) => {
      const filling = fillings[slot]
      if (!filling) throw new Error(`sql/${name}.sql: nothing is known to fill @${slot}`)
      return [slot, filling]
    }),
  )
}

function slotsOf(plan: ApplyPlan): Slots {
  const { dataset, operation, table_name } = plan
  const step = dataset.afterSteps.find((one) => one.operation === operation && one.table === table_name)
  if (step) return stepSlots(step)
  const table = tableOf(dataset, table_name)
  const staging = stagingOf(table)
  const rows = expression(plan.careful ? "apply/rows/accepted" : "apply/rows/all", { staging })
  const mode = plan.mode.replace(/^dry_/, "")
  return {
    target: identifier(table.name),
    staging,
    rows,
    read: expression(`apply/read/${plan.careful ? "accepted" : "all"}`),
    derived: derivedColumns(table),
    identity: columnList(table.identity),
    target_identity: columnList(table.identity, "t"),
    same_identity: pairwise(table.identity, "s", "=", "t"),
    ...(table.policy === "keyed" ? keyedSlots(dataset, table, mode, rows) : rowSlots(table)),
  }
}

function rowSlots(table: Table): Slots {
  const payload = payloadOf(table)
  const compared = table.policy === "temporal" ? table.columns.map((column) => column.name) : payload
  const same = pairwise(compared, "s", "is not distinct from", "t")
  return {
    same,
    vanished: expression(VANISHED, { staging: stagingOf(table), same }),
    key: structOf(table.identity, "s"),
    before: structOf([...payload, "_job_id"], "t"),
    after: structOf(payload, "s"),
    assignments: leading([assignments(payload, "s")]),
  }
}

/** What fills the statements of an after-step. */
export function stepSlots(step: AfterStep): Slots {
  const { operation, writes, reads = [] } = step
  const parameters = Object.entries(step.parameters).map(
    ([name, value]) => [name, textLiteral(value)] as const,
  )
  const slots: Slots = {
    target: identifier(step.table),
    texts: columnList(reads, "t"),
    ...hierarchySlots(),
    ...Object.fromEntries(parameters),
  }
  for (const piece of STEP_PIECES) {
    const name = `apply/${operation}/${piece}`
    if (hasStatement(name)) slots[piece] = expression(name, needed(name, slots))
  }
  const names = `apply/${operation}/${step.table}`
  return {
    ...slots,
    ...(hasStatement(names) && { names: expression(names, needed(names, slots)) }),
    same: pairwise(writes, "n", "is not distinct from", "t"),
    before: structOf(writes, "t"),
    after: structOf(writes, "n"),
    writes: columnList(writes),
    assignments: assignments(writes, "n"),
  }
}

function derivedColumns(table: Table): Fragment {
  return leading(table.derived.map((name) => selectList([{ value: expression(`derived/${name}`), name }])))
}

/** The staging table of a target. */
export function stagingOf(table: Table): Fragment {
  return identifier(`import_staging_${table.name}`)
}
