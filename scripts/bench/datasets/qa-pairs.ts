import { digits } from "../../command/words.ts"
import { Random } from "../../sample/random.ts"
import { capital, word } from "../../sample/words.ts"
import { type DatasetCase, sentText, TECHNICAL } from "./case.ts"

const ROWS = 1_000

function sentence(random: Random, words: number): string {
  return capital(Array.from({ length: words }, () => word(random)).join(" "))
}

/** Questions with answers in simple HTML. */
function pairs(): object[] {
  return Array.from({ length: ROWS }, (_, i) => {
    const random = new Random(i)
    const said = sentence(random, 18)
    return {
      question: `${sentence(random, 7)} ${i}?`,
      answer: `<p>${said} &amp; <b>${word(random)}</b>.</p>\n<p>${sentence(random, 12)}.</p>`,
      category: capital(word(new Random(i % 20))),
      tags: [word(random), word(random)],
    }
  })
}

const PLAIN = (column: string) =>
  `trim(regexp_replace(replace(regexp_replace(regexp_replace(${column}, '</?b>', '', 'g'), '<[^>]*>', ' ', 'g'), '&amp;', '&'), '\\s+', ' ', 'g'))`

/** A thousand questions with answers, from JSON, embedded by the local embedder. */
export function qaPairsCase(): DatasetCase {
  const json = JSON.stringify(pairs())
  return {
    name: "qa-pairs",
    title: `Q&A pairs: ${digits(ROWS)} rows from JSON, embedded here`,
    dataset: "qa-pairs",
    rows: ROWS,
    what: "row",
    options: {},
    files: [sentText("pairs.json", json)],
    before: [],
    inputs: { incoming: Buffer.from(json) },
    tables: ["qa_pair"],
    raw: (pathOf) => ({
      before: [],
      measured: [
        `insert into qa_pair by name
          select * replace (${PLAIN("question")} as question, ${PLAIN("answer")} as answer), ${TECHNICAL}
          from read_json('${pathOf("incoming")}', format = 'array',
            columns = {question: 'varchar', answer: 'varchar', category: 'varchar', tags: 'varchar[]'})`,
      ],
    }),
    compared: "select question, answer, category, tags, status from qa_pair",
    notes: [
      "qa-pairs: plain DuckDB cannot embed, so the ratio is without embedding; it takes tags out by three patterns that fit this file only.",
    ],
    goals: { seconds: 1 },
  }
}
