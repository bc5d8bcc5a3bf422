import { describe, expect, test } from "vitest"
import { taxonomy } from "../../lib/datasets/taxonomy.ts"
import { badRows, drive, finish, importFiles, prepareFiles, textFile, undo } from "../support/imports.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"

const lab = ownLab()

const importPages = (lines: string, options = {}) =>
  importFiles(lab, taxonomy, textFile("pages.csv", `url,title,parent_url\n${lines}\n`), options)

/** Each page, its parent and its depth, by URL. */
const places = () =>
  lab.read(
    `select n.url, above.url as parent, n.depth, n.parent_id is not null and above.id is null as lost
     from taxonomy_node as n left join taxonomy_node as above on above.id = n.parent_id order by n.url`,
  )

const at = (url: string, parent: string | null, depth: number) => ({ url, parent, depth, lost: false })

describe("the hierarchy", () => {
  test("is made of paths, of what pages say, and of earlier imports", async () => {
    await importPages("https://A.be/,Home,\nhttps://a.be/x/y#top,Deep,\nhttps://b.be/z,Other,https://a.be")
    expect(await places()).toEqual([
      at("https://a.be", null, 0),
      at("https://a.be/x/y", "https://a.be", 1),
      at("https://b.be/z", "https://a.be", 1),
    ])
    await importPages("https://a.be/x,Between,\nhttps://a.be/x?page=2,Second,\nhttps://a.be/x/y/z,Deeper,")
    expect(await places()).toEqual([
      at("https://a.be", null, 0),
      at("https://a.be/x", "https://a.be", 1),
      at("https://a.be/x/y", "https://a.be/x", 2),
      at("https://a.be/x/y/z", "https://a.be/x/y", 3),
      at("https://a.be/x?page=2", "https://a.be", 1),
      at("https://b.be/z", "https://a.be", 1),
    ])
  })

  inLongRuns("loses no page when an import that others build on is taken back", async () => {
    const first = await importPages("https://a.be,Home,\nhttps://a.be/x,Between,")
    await importPages(
      "https://a.be/x/y,Deep,\nhttps://a.be/x/y/z,Deeper,\nhttps://c.be,Elsewhere,https://a.be/x",
    )
    await undo(lab, first.job_id)
    expect(await places()).toEqual([
      at("https://a.be/x/y", null, 0),
      at("https://a.be/x/y/z", "https://a.be/x/y", 1),
      at("https://c.be", null, 0),
    ])
  })

  test("is that of the later import when one before it is taken back, and gives way when that is, too", async () => {
    const update = { duplicates: "update" }
    await importPages("https://a.be/x,Above,\nhttps://a.be/x/y/z,Below,")
    const renaming = await importPages("https://a.be/x/y/z,Renamed,", update)
    const between = await importPages("https://a.be/x/y,Between,", update)
    await undo(lab, renaming.job_id)
    expect(await places()).toEqual([
      at("https://a.be/x", null, 0),
      at("https://a.be/x/y", "https://a.be/x", 1),
      at("https://a.be/x/y/z", "https://a.be/x/y", 2),
    ])
    expect(await undo(lab, between.job_id)).toMatchObject({ rows_kept: 0 })
    expect(await places()).toEqual([
      at("https://a.be/x", null, 0),
      at("https://a.be/x/y/z", "https://a.be/x", 1),
    ])
  })

  inLongRuns(
    "of pages that are gone by now is nobody's change when an import that moved them is taken back",
    async () => {
      const pages = await importPages("https://a.be/x,Above,\nhttps://a.be/x/y/z,Below,")
      const between = await importPages("https://a.be/x/y,Between,")
      await undo(lab, pages.job_id)
      expect(await undo(lab, between.job_id)).toMatchObject({ rows_removed: 1, rows_kept: 0 })
      expect(await places()).toEqual([])
      expect(await lab.read("select * from import_row_errors")).toEqual([])
    },
  )

  inLongRuns("of one project knows nothing of another's pages", async () => {
    await importPages("https://a.be,Home,", { project_id: "one" })
    await importPages("https://a.be/x,Page,", { project_id: "two" })
    expect(await places()).toEqual([at("https://a.be", null, 0), at("https://a.be/x", null, 0)])
    await importPages("https://a.be,Home of two,", { project_id: "two" })
    expect(
      await lab.read("select project_id, count(*) as n from taxonomy_node group by all order by all"),
    ).toEqual([
      { project_id: "one", n: 1 },
      { project_id: "two", n: 2 },
    ])
  })

  inLongRuns("of thousands of pages in one line is built, and a circle of as many is refused", async () => {
    const chain = Array.from(
      { length: 2_000 },
      (_, i) => `https://c.be/p${i},P,${i === 0 ? "" : `https://c.be/p${i - 1}`}`,
    )
    await importPages(chain.join("\n"), { batch_size: 500 })
    expect(await lab.read("select max(depth) as deepest from taxonomy_node")).toEqual([{ deepest: 1_999 }])
    const circle = Array.from(
      { length: 2_000 },
      (_, i) => `https://d.be/p${i},P,https://d.be/p${(i + 1) % 2_000}`,
    )
    const status = await importPages(circle.join("\n"), { batch_size: 500 })
    expect(status).toMatchObject({ row_errors: 2_000, outcome: "failed" })
  })
})

describe("a circle that no single import can see", () => {
  const circles = () =>
    lab.read(`select count(*) as n from taxonomy_node where depth is null or id = parent_id`)

  test("of two imports prepared side by side is broken, and said", async () => {
    await importPages("https://a.be,Home,\nhttps://a.be/x,X,\nhttps://a.be/y,Y,")
    const one = await prepareFiles(
      lab,
      taxonomy,
      textFile("1.csv", "url,parent_url\nhttps://a.be/x,https://a.be/y\n"),
      {
        duplicates: "update",
      },
    )
    const two = await prepareFiles(
      lab,
      taxonomy,
      textFile("2.csv", "url,parent_url\nhttps://a.be/y,https://a.be/x\n"),
      {
        duplicates: "update",
      },
    )
    await drive(lab, taxonomy, one.answer.job_id)
    await drive(lab, taxonomy, two.answer.job_id)
    await finish(lab, taxonomy, one.answer.job_id)
    expect(await finish(lab, taxonomy, two.answer.job_id)).toMatchObject({ outcome: "partial_failure" })
    expect(await circles()).toEqual([{ n: 0 }])
    expect(await places()).toEqual([
      at("https://a.be", null, 0),
      at("https://a.be/x", "https://a.be", 1),
      at("https://a.be/y", "https://a.be", 1),
    ])
    expect(await lab.read("select code, category, value from import_row_errors")).toEqual([
      { code: "parent_cycle", category: "conflict", value: "https://a.be/x" },
    ])
  })

  test("of an import that is taken back under another is broken", async () => {
    const first = await importPages("https://a.be/x,X,")
    await importPages("https://b.be/p/q/r,R,https://a.be/x\nhttps://b.be/p,P,https://b.be/p/q/r")
    await undo(lab, first.job_id)
    expect(await places()).toEqual([
      at("https://b.be/p", null, 0),
      at("https://b.be/p/q/r", "https://b.be/p", 1),
    ])
  })
})

test("rows somebody has changed since are kept and listed when an import is taken back", async () => {
  await importPages("https://a.be,Home,\nhttps://a.be/x,Page,")
  const changed = await importPages(
    "https://a.be,New home,\nhttps://a.be/x,New page,\nhttps://a.be/new,Added,",
    {
      duplicates: "update",
    },
  )
  await lab.run(
    "update taxonomy_node set title = 'By hand' where url in ('https://a.be/x', 'https://a.be/new')",
  )
  const undone = await undo(lab, changed.job_id)
  expect(undone).toMatchObject({ rows_restored: 1, rows_removed: 0, rows_kept: 2 })
  expect(await lab.read("select url, title from taxonomy_node order by url")).toEqual([
    { url: "https://a.be", title: "Home" },
    { url: "https://a.be/new", title: "By hand" },
    { url: "https://a.be/x", title: "By hand" },
  ])
  expect(
    await lab.read(`select code, category, record ->> 'url' as url from import_row_errors order by url`),
  ).toEqual([
    { code: "changed_since", category: "conflict", url: "https://a.be/new" },
    { code: "changed_since", category: "conflict", url: "https://a.be/x" },
  ])
})

test("pages that say they are their own parent, or each other's, are bad rows and the rest lands", async () => {
  const { answer } = await prepareFiles(
    lab,
    taxonomy,
    textFile(
      "c.csv",
      "url,title,parent_url\nhttps://a.be/x,X,https://a.be/x/y\nhttps://a.be/x/y,Y,\nhttps://b.be,B,https://b.be/\nhttps://c.be,C,\n",
    ),
  )
  expect(
    await lab.read(
      `select line, column_name, value, code from import_row_errors where job_id = '${answer.job_id}' order by line`,
    ),
  ).toEqual([
    { line: 2, column_name: "parent_url", value: "https://a.be/x/y", code: "parent_cycle" },
    { line: 4, column_name: "parent_url", value: "https://b.be", code: "parent_cycle" },
  ])
})

test("a row that is only wrong beside others can be mended like any other", async () => {
  const file = textFile("p.csv", "Link;Parent;Owner\nhttps://a.be/x;https://a.be/x;Ann\nnone;;Ben\n")
  const { answer } = await prepareFiles(lab, taxonomy, file)
  const { columns, lines } = await badRows(lab, answer.job_id)
  expect(columns).toEqual(["Link", "Parent", "Owner"])
  expect(lines.map(({ record, column }) => ({ record, column }))).toEqual([
    { record: { Link: "https://a.be/x", Parent: "https://a.be/x" }, column: "parent_url" },
    { record: { Link: "none", Parent: "", Owner: "Ben" }, column: "url" },
  ])
})
