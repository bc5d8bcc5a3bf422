import type { AfterStep, Dataset, Table } from "../../datasets/declaration.ts"
import { payloadOf, stepOn, tableOf } from "../../datasets/questions.ts"
import {
  assignments,
  columnList,
  expression,
  Fragment,
  hasStatement,
  identifier,
  leading,
  pairwise,
  qualified,
  type Slots,
  selectList,
  slotsFor,
  structOf,
  textLiteral,
  unionOf,
} from "../../db/statement.ts"
import { stagingOf } from "../../reading/staged-rows.ts"
import { hierarchySlots } from "./hierarchy.ts"
import { keyedSlots } from "./keyed.ts"

/** What of a stride decides which statements apply it. */
export interface ApplyPlan {
  dataset: Dataset
  table_name: string
  operation: string
  mode: string
  /** Some staged rows of the range are not to be applied: repeated identities, or rows found guilty. */
  careful: boolean
  /** It is one batch, so nothing has to be told apart by batch. */
  alone: boolean
  /** Steps of it that would find nothing to do. */
  idle?: readonly string[]
}

/** An expression whose own slots are filled. */
export const piece = (name: string, fillings: Slots) => expression(name, slotsFor(name, fillings))

/** Queries of an after-step that its other statements are made of, in the order they build on one another. */
const STEP_PIECES = ["row_key", "touched", "best"]
const VANISHED = "apply/conditions/vanished"
/** A row that was there before this import, and the same as an arriving one. */
const UNTOUCHED = "apply/conditions/untouched"

/** What fills the statements of a stride: identifiers and conditions of its table, from its declaration. */
export function slotsOf(plan: ApplyPlan): Slots {
  const { dataset, operation, table_name } = plan
  const step = stepOn(dataset, table_name, operation)
  const told = toldApart(plan)
  if (step) return { ...withJournal(stepSlots(step), plan), ...ownerSlots(dataset, step), ...told }
  const table = tableOf(dataset, table_name)
  const staging = stagingOf(table)
  const rows = expression(plan.careful ? "apply/rows/accepted" : "apply/rows/all", { staging })
  const dry = plan.mode.startsWith("dry_")
  const mode = plan.mode.replace(/^dry_/, "")
  return {
    ...told,
    target: identifier(table.name),
    staging,
    rows,
    read: plan.careful
      ? expression("apply/read/accepted", { staging, of_row: told.of_row })
      : expression("apply/read/all"),
    derived: derivedColumns(table),
    identity: columnList(table.identity),
    same_identity: pairwise(table.identity, "s", "=", "t"),
    ...(table.policy === "temporal" && replacedSlots(dataset, operation, rows)),
    ...(table.policy === "keyed"
      ? keyedSlots(dataset, table, { mode, dry, rows, of_row: told.of_row })
      : rowSlots(table, { mode, dry })),
  }
}

/** Which rows an arriving one takes the place of: a mended one comes after every row of its file, and such a place is no drift. */
function replacedSlots(dataset: Dataset, operation: string, rows: Fragment): Slots {
  if (operation !== "mend")
    return { older: expression("apply/conditions/older"), drift: new Fragment("coalesce(drifted.rows, 0)") }
  return { older: new Fragment("true"), drift: new Fragment("0"), touched_later: touchedLater(dataset, rows) }
}

const OF_BATCH = { job_id: new Fragment("getvariable('batch').job_id") }

/** Whichever table of the register it was: an entity that a later extract has changed is not what it was. */
function touchedLater({ tables }: Dataset, rows: Fragment): Fragment {
  const keys = expression("pieces/keys_of_rows", { rows })
  const ofEntities = tables.filter(({ policy }) => policy === "temporal")
  const touched = unionOf(
    ofEntities.map(({ name }) =>
      expression("pieces/touched_later", { table: identifier(name), ...OF_BATCH, keys }),
    ),
  )
  return expression("pieces/first_touched", { touched })
}

/** How rows and keys of a stride are put to their batches. */
function toldApart({ alone }: ApplyPlan) {
  const claimed = expression("apply/rows/claimed")
  const of = (what: "row" | "key") => expression(`apply/of/${what}${alone ? "_alone" : ""}`, { claimed })
  return { claimed, of_row: of("row"), of_key: of("key") }
}

function rowSlots(table: Table, { mode, dry }: { mode: string; dry: boolean }): Slots {
  const payload = payloadOf(table)
  const compared = table.policy === "temporal" ? table.columns.map((column) => column.name) : payload
  const same = pairwise(compared, "s", "is not distinct from", "t")
  const vanished = expression(VANISHED, { staging: stagingOf(table), same })
  const gone = mode === "vanished" ? vanished : expression("apply/conditions/current")
  return {
    same:
      table.policy === "upsert"
        ? expression("apply/conditions/kept", { same, payload: columnList(payload, "s") })
        : same,
    vanished,
    closed: dry ? gone : expression("apply/conditions/closed"),
    present: dry ? same : expression(UNTOUCHED, { same_identity: pairwise(table.identity, "s", "=", "t") }),
    key: structOf(table.identity, "s"),
    before: structOf([...payload, "_job_id"], "t"),
    after: structOf(payload, "s"),
    assignments: leading([assignments(payload, "s")]),
  }
}

/** What a step writes about is kept as it was before all of the job, so a job that has run the step before adds what is new only. */
function withJournal(slots: Slots, { mode }: ApplyPlan): Slots {
  const { row_key } = slots
  const again = mode === "mended" && row_key
  return {
    ...slots,
    unjournalled: again ? expression("pieces/unjournalled", { row_key }) : new Fragment("true"),
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
  for (const name of STEP_PIECES) {
    const path = `apply/${operation}/${name}`
    if (hasStatement(path)) slots[name] = piece(path, slots)
  }
  const names = `apply/${operation}/${step.table}`
  return {
    ...slots,
    ...(hasStatement(names) && { names: piece(names, slots) }),
    same: pairwise(writes, "n", "is not distinct from", "t"),
    before: structOf(writes, "t"),
    after: structOf(writes, "n"),
    writes: columnList(writes),
    assignments: assignments(writes, "n"),
  }
}

/** Whose the rows of a step are: rows of their own, or parts of another table's; and the file these came in. */
function ownerSlots({ source, tables }: Dataset, step: AfterStep): Slots {
  const parts = tables.flatMap((table) => (table.parts ?? []).map((part) => ({ ...part, of: table.name })))
  const part = parts.find(({ table }) => table === step.table)
  const owner = textLiteral(part?.of ?? step.table)
  const file =
    source === "documents"
      ? expression("pieces/file_of_document")
      : expression("pieces/file_of_rows", { owner })
  return { owner, owner_id: qualified("t", part?.owner ?? "id"), file }
}

function derivedColumns(table: Table): Fragment {
  return leading(table.derived.map((name) => selectList([{ value: expression(`derived/${name}`), name }])))
}
