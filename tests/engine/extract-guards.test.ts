import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ImportOptions, JobStatus } from "../../lib/contract/index.ts"
import { type Arrival, type EarlierJob, judgeExtract } from "../../lib/engine/admission/extract-guards.ts"
import { nextExtract } from "../../lib/engine/admission/next-extract.ts"
import { isProblem } from "../../lib/errors.ts"

const NORMAL = { allow_gap: false, dry_run: false, skip_errors: true }
let made = 0

function earlier(change: Partial<EarlierJob>): EarlierJob {
  made += 1
  return {
    job_id: `job-${made}`,
    title: `Extract ${change.extract_number ?? 10}`,
    status: "completed",
    held: null,
    outcome: "complete",
    dry_run: false,
    options: ImportOptions.parse({}),
    content_hash: `hash-${made}`,
    schema_version: 25,
    source_bytes: 1,
    source_name: null,
    extract_number: 10,
    extract_type: "update",
    snapshot_date: "2026-01-05",
    planned_batches: 5,
    applied_batches: 5,
    ...change,
  }
}

const arrival = (
  extract_number: number,
  extract_type: "full" | "update" = "update",
  content_hash = "new",
): Arrival => ({
  content_hash,
  extract_number,
  extract_type,
})

function judged(what: Arrival, before: EarlierJob[], options: typeof NORMAL = NORMAL): string {
  try {
    const verdict = judgeExtract(what, before, options)
    return verdict.kind === "existing"
      ? verdict.job_id
      : ["new", ...verdict.warnings.map(({ code }) => code)].join(" ")
  } catch (error) {
    if (isProblem(error)) return error.code
    throw error
  }
}

describe("the extract a person imports next by one press", () => {
  const name = (number: number, type: "Full" | "Update") => `KboOpenData_0${number}_2025_10_05_${type}.zip`
  const stored = [
    name(142, "Update"),
    name(141, "Update"),
    name(140, "Update"),
    name(140, "Full"),
    "people.csv",
  ]
  const full = earlier({ extract_number: 140, extract_type: "full" })

  test("is the one that is whole while there is nothing, and then update by update", () => {
    expect(nextExtract(stored, [])).toEqual({ filename: name(140, "Full"), reason: null })
    expect(nextExtract(stored, [full]).filename).toBe(name(141, "Update"))
    expect(nextExtract(stored, [full, earlier({ extract_number: 141 })]).filename).toBe(name(142, "Update"))
  })

  test("is an update where nothing else is stored, and the whole where updates are missing in between", () => {
    expect(nextExtract(stored.slice(0, 3), []).filename).toBe(name(142, "Update"))
    expect(nextExtract([name(150, "Full"), ...stored], [full]).filename).toBe(name(150, "Full"))
  })

  test("is none, with a sentence that says what to do, where none fits", () => {
    const reason = (files: string[], before: EarlierJob[]) => {
      const next = nextExtract(files, before)
      expect(next.filename).toBeNull()
      return next.reason
    }
    expect(reason(["people.csv"], [])).toMatch(/^No extract of the register is stored\. Upload/)
    const all = [full, earlier({ extract_number: 141 }), earlier({ extract_number: 142 })]
    expect(reason(stored, all)).toMatch(/^Every stored extract is imported\. Upload/)
    expect(reason([name(142, "Update")], [full])).toMatch(/leaves out 141\. Import those first/)
    const open = earlier({ extract_number: 140, extract_type: "full", status: "processing" })
    expect(reason(stored, [open])).toMatch(/is processing\. Finish, cancel or roll it back first/)
  })
})

describe("an extract none of whose rows could be used", () => {
  const nothing = { outcome: "failed", planned_batches: 0, applied_batches: 0 } as const
  const before = [
    earlier({ extract_number: 10, extract_type: "full" }),
    earlier({ extract_number: 11, content_hash: "bad", ...nothing }),
  ]

  test("does not count as applied, so that it can come again mended, and the one after it cannot come before it", () => {
    expect(judged(arrival(11), before)).toBe("new")
    expect(judged(arrival(12), before)).toBe("extract_gap")
  })

  test("is told what became of it when it comes again as it was", () => {
    expect(judged(arrival(11, "update", "bad"), before)).toBe(before[1]?.job_id)
    expect(judged(arrival(11, "update", "bad"), before, { ...NORMAL, skip_errors: false })).toBe("new")
    expect(judged(arrival(11, "update", "bad"), before, { ...NORMAL, dry_run: true })).toBe("new")
    const mended = [...before, earlier({ extract_number: 11 })]
    expect(judged(arrival(11, "update", "bad"), mended)).toBe("extract_already_applied")
  })

  test("is another thing than one whose batches failed, or that had no row", () => {
    for (const more of [{ planned_batches: 1 }, { outcome: "complete" as const }]) {
      const other = [earlier({ extract_number: 11, ...nothing, ...more })]
      expect(judged(arrival(11), other)).toBe("extract_already_applied")
    }
  })
})

describe("the day of an extract", () => {
  test.each([
    ["2025-11-05", "new"],
    ["2025-11-04", "new odd_snapshot_date"],
    ["2026-01-06", "new"],
    ["2026-01-07", "new odd_snapshot_date"],
  ])("%s is %s on 6 January after one of the 5th", (snapshot_date, verdict) => {
    const what = { ...arrival(11), snapshot_date, today: "2026-01-06" }
    expect(judged(what, [earlier({ extract_number: 9, snapshot_date: null }), earlier({})])).toBe(verdict)
  })
})

describe("what a new extract meets", () => {
  test("decides by the last number applied", () => {
    const applied = [earlier({ extract_number: 9, extract_type: "full" }), earlier({ extract_number: 10 })]
    expect(judged(arrival(11), applied)).toBe("new")
    expect(judged(arrival(12), applied)).toBe("extract_gap")
    expect(judged(arrival(12), applied, { ...NORMAL, allow_gap: true })).toBe("new extract_gap")
    expect(judged(arrival(10), applied)).toBe("extract_already_applied")
    expect(judged(arrival(8), applied)).toBe("extract_out_of_order")
    expect(judged(arrival(10, "full"), applied)).toBe("new")
    expect(judged(arrival(15, "full"), applied)).toBe("new")
    expect(judged(arrival(9, "full"), applied)).toBe("extract_already_applied")
    expect(judged(arrival(8, "full"), applied)).toBe("extract_out_of_order")
    expect(judged(arrival(10), [earlier({ extract_type: "full" })])).toBe("extract_already_applied")
    expect(judged(arrival(77), [])).toBe("new no_baseline")
  })

  test("does not count what was rolled back, only tried, or given up before anything landed", () => {
    const nothing = [
      earlier({ extract_number: 11, status: "rolled_back" }),
      earlier({ extract_number: 11, dry_run: true }),
      earlier({ extract_number: 11, status: "cancelled", applied_batches: 0 }),
      earlier({ extract_number: 11, status: "cancelled", dry_run: true }),
    ]
    expect(judged(arrival(11), [earlier({}), ...nothing])).toBe("new")
    expect(judged(arrival(11), nothing)).toBe("new no_baseline")
  })

  test("refuses everything while something is half applied", () => {
    for (const status of ["cancelled", "failed"] as const) {
      const half = earlier({ extract_number: 11, status, content_hash: "new", applied_batches: 1 })
      for (const number of [10, 11, 12]) {
        expect(judged(arrival(number), [earlier({}), half], { ...NORMAL, allow_gap: true })).toBe(
          "extract_half_applied",
        )
      }
    }
  })

  test("gives the same content the job that is open, and keeps other content out, in every open state", () => {
    for (const status of JobStatus.options) {
      const job = earlier({ extract_number: 11, status, content_hash: "same", applied_batches: 0 })
      const open = ["preparing", "ready", "processing", "paused", "finalizing", "failed"].includes(status)
      expect(judged(arrival(11, "update", "same"), [job]) === job.job_id).toBe(open)
      const other = judged(arrival(12, "full", "other"), [job])
      expect(other === "extract_in_progress").toBe(open || status === "rolling_back")
    }
  })

  test("lets a Full be compared, as a dry run, with the very extract that was applied", () => {
    const applied = [earlier({ extract_type: "full" })]
    expect(judged(arrival(10, "full"), applied, { ...NORMAL, dry_run: true })).toBe("new")
    expect(judged(arrival(10, "full"), applied)).toBe("extract_already_applied")
  })

  test("names every missing number, or the first and the last of many", () => {
    const detail = (number: number) => {
      try {
        judgeExtract(arrival(number), [earlier({})], NORMAL)
      } catch (error) {
        return isProblem(error) ? error.detail : ""
      }
    }
    expect(detail(13)).toContain("11, 12")
    expect(detail(500)).toContain("11 to 499")
  })

  test("lets an update in without a warning only right behind the last number applied", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 45 }),
        (numbers, next) => {
          const applied = numbers.map((extract_number) => earlier({ extract_number, extract_type: "full" }))
          expect(judged(arrival(next), applied) === "new").toBe(next === Math.max(...numbers) + 1)
        },
      ),
    )
  })
})
