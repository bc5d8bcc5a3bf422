import { expect, test } from "vitest"
import { makeExtracts } from "../../scripts/sample/archive.ts"
import { ONE_BATCH_A_CALL } from "../conformance/ground.ts"
import { expectRegister } from "../support/ask.ts"
import { finalize, prepare, step } from "../support/drive.ts"
import { gateBefore, STEP_BY_STEP } from "../support/gate.ts"
import { sharedLab } from "../support/own-lab.ts"
import { leftovers } from "../support/tables.ts"

/** Where a driver ends, in the order of one batch's statements; each is the test of one call. */
const PLACES: Record<string, () => (sql: string) => boolean> = {
  "before it claims": () => () => true,
  "with a batch in its hands": () => (sql) => sql === "begin transaction",
  "in the middle of applying": () => after("begin transaction", 2),
  "before it commits": () => (sql) => sql === "commit",
  "before it answers": () => after("commit", 1),
}

/** The n-th statement after another. */
function after(first: string, nth: number): (sql: string) => boolean {
  let since = -1
  return (sql) => {
    if (since >= 0) since += 1
    if (sql === first) since = 0
    return since === nth
  }
}

const lab = sharedLab({ ...STEP_BY_STEP, ...ONE_BATCH_A_CALL })

/** Has one driver after the other end at the next place, an hour apart; answers how often each place was come to. */
async function driveByDrivers(job_id: string): Promise<Record<string, number>> {
  const reached: Record<string, number> = {}
  for (let turn = 0; ; turn += 1) {
    const [place = "", here] = Object.entries(PLACES)[turn % 5] ?? []
    const gate = gateBefore(lab.effects, here?.() ?? (() => false))
    const answer = step({ ...lab, effects: gate.effects }, job_id, {
      driver: { id: `${turn}`, label: "CLI" },
    })
    const answered = await Promise.race([answer, gate.reached])
    if (answered) {
      if (answered.status === "ready_to_finalize") return reached
      continue
    }
    gate.kill()
    reached[place] = (reached[place] ?? 0) + 1
    lab.clock.advance(3600)
  }
}

test("drivers that end at every place of every batch, whatever it does, lead to what the reference says", async () => {
  const extracts = await makeExtracts({
    seed: 7,
    rows: 60,
    changes: 40,
    traps: true,
    steps: [{ type: "full" }, { type: "update" }, { type: "full" }],
  })
  for (const [i, extract] of extracts.entries()) {
    const { answer } = await prepare(lab, extract, { max_retries: 10 })
    const reached = await driveByDrivers(answer.job_id)
    for (const place of Object.keys(PLACES)) {
      expect(reached[place], place).toBeGreaterThanOrEqual(answer.total_batches)
    }
    await finalize(lab, answer.job_id)
    await expectRegister(lab, ...extracts.slice(0, i + 1))
    expect(await leftovers(lab)).toEqual({})
  }
  const modes = await lab.read(
    "select distinct operation || '/' || mode as mode from import_job_batches order by 1",
  )
  expect(modes.map(({ mode }) => mode)).toEqual([
    "delete/keys",
    "delete/vanished",
    "insert/append",
    "insert/reconcile",
    "insert/replace",
    "insert/upsert",
    "resolve_names/fresh",
    "resolve_names/journalled",
  ])
})
