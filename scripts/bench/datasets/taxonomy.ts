import { digits } from "../../command/words.ts"
import { csvOf } from "../../sample/csv.ts"
import { Random } from "../../sample/random.ts"
import { capital, word } from "../../sample/words.ts"
import { type DatasetCase, readCsv, sentText, TECHNICAL } from "./case.ts"

const ROWS = 1_000
const HOSTS = ["https://www.example.com", "https://help.example.com", "http://example.org:8080"]
const HEADER = ["url", "title", "description", "parent_url", "metadata"]

/** Pages below one another, some with a level left out, some under a page on another host. */
function pages(): string[][] {
  const random = new Random(7)
  const made: string[] = [...HOSTS]
  while (made.length < ROWS) {
    const above = random.pick(made)
    const gap = random.chance(0.1) ? `/none${made.length}` : ""
    made.push(`${above}${gap}/${word(random)}${made.length}`)
  }
  return made.map((url, i) => {
    const parent = i > 100 && random.chance(0.05) ? (made[random.below(i)] ?? "") : ""
    const title = capital(word(random))
    return [url, title, `About ${title}`, parent, random.chance(0.2) ? JSON.stringify({ page: i }) : ""]
  })
}

/** The parent a page names, else the one with the longest proper prefix of its path; then how deep each is. */
const HIERARCHY = [
  `create temp table parents as
    with parts as (select id, string_split(url, '/') as parts from taxonomy_node),
    prefixes as (select id, parts, unnest(range(3, len(parts))) as segments from parts)
    select page.id, coalesce(any_value(named.id), arg_max(above.id, prefix.segments)) as parent_id
    from taxonomy_node as page
    left join taxonomy_node as named on named.url = page.parent_url
    left join prefixes as prefix on prefix.id = page.id
    left join taxonomy_node as above on above.url = array_to_string(prefix.parts[:prefix.segments], '/')
    group by page.id`,
  `create temp table depths as
    with recursive depths as (
      select id, parent_id, 0 as depth from parents where parent_id is null
      union all
      select p.id, p.parent_id, d.depth + 1 from depths as d join parents as p on p.parent_id = d.id
    )
    select * from depths`,
  `update taxonomy_node as t set parent_id = d.parent_id, depth = d.depth from depths as d where d.id = t.id`,
]

/** A thousand pages, each put under the one above it. */
export function taxonomyCase(): DatasetCase {
  const csv = csvOf(HEADER, pages())
  return {
    name: "taxonomy",
    title: `Taxonomy: ${digits(ROWS)} nodes, hierarchy included`,
    dataset: "taxonomy",
    rows: ROWS,
    what: "row",
    options: {},
    files: [sentText("taxonomy.csv", csv)],
    before: [],
    inputs: { incoming: Buffer.from(csv) },
    tables: ["taxonomy_node"],
    raw: (pathOf) => ({
      before: [],
      measured: [
        `insert into taxonomy_node by name select * replace (metadata::json as metadata), 'default' as project_id, ${TECHNICAL}
          from ${readCsv(pathOf("incoming"), HEADER)}`,
        ...HIERARCHY,
      ],
    }),
    compared: `select n.project_id, n.url, n.title, n.description, n.parent_url, n.metadata::varchar as metadata, n.depth, above.url as parent
      from taxonomy_node as n left join taxonomy_node as above on above.id = n.parent_id`,
    notes: ["taxonomy: plain DuckDB takes URLs as they stand and looks for no circles."],
    goals: { seconds: 0.6 },
  }
}
