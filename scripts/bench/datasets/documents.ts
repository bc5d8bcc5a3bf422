import { createHash } from "node:crypto"
import { MEDIA_TYPES } from "../../../lib/documents/media-types.ts"
import { csvOf } from "../../sample/csv.ts"
import { Random } from "../../sample/random.ts"
import { capital, word } from "../../sample/words.ts"
import { BUILDERS, type Written } from "./build.ts"
import { type DatasetCase, readCsv, type SentFile, TECHNICAL } from "./case.ts"

const DOCUMENTS = 20
const PARAGRAPHS = 12
const WORDS = 60
const METADATA = ["filename", "author", "department", "date_created", "tags"]
const TYPES: Readonly<Record<string, string>> = {
  pdf: MEDIA_TYPES.pdf,
  docx: MEDIA_TYPES.docx,
  html: MEDIA_TYPES.html,
  md: MEDIA_TYPES.markdown,
  txt: MEDIA_TYPES.text,
}

function writtenBy(random: Random): Written {
  const words = (count: number) => Array.from({ length: count }, () => word(random)).join(" ")
  const paragraphs = Array.from({ length: PARAGRAPHS }, () => `${capital(words(WORDS))}.`)
  return { title: capital(words(4)), paragraphs }
}

/** A document as it is sent, and as a row. */
async function documentOf(number: number, ending: string, seed: number) {
  const written = writtenBy(new Random(seed + number))
  const bytes = await (BUILDERS[ending] as NonNullable<(typeof BUILDERS)[string]>)(written)
  const filename = `document-${String(number).padStart(2, "0")}.${ending}`
  const row = {
    filename,
    content_hash: createHash("sha256").update(bytes).digest("hex"),
    media_type: TYPES[ending],
    bytes: bytes.length,
    text: [written.title, ...written.paragraphs].join("\n\n"),
  }
  return { sent: { field: "file", name: filename, bytes } satisfies SentFile, row }
}

/** White space is left out: a page breaks its lines where it ends. */
const TEXT_ALONE = (text: string) => `regexp_replace(${text}, '\\s+', '', 'g')`
const OWN = "filename, content_hash, media_type, bytes, author, department, date_created, tags"

async function caseOf(
  endings: readonly string[],
  seed: number,
  rest: Pick<DatasetCase, "name" | "title" | "goals">,
) {
  const made = await Promise.all(
    Array.from({ length: DOCUMENTS }, (_, i) => documentOf(i, endings[i % endings.length] ?? "txt", seed)),
  )
  const metadata = csvOf(
    METADATA,
    made.map(({ row }, i) => [row.filename, `Author ${i % 3}`, "Archive", "2025-01-06", "old;kept"]),
  )
  const mapping = { field: "metadata_mapping" as const, name: "metadata.csv", bytes: Buffer.from(metadata) }
  return {
    ...rest,
    dataset: "documents",
    rows: DOCUMENTS,
    what: "document",
    options: {},
    files: [...made.map(({ sent }) => sent), mapping],
    before: [],
    inputs: {
      texts: Buffer.from(made.map(({ row }) => `${JSON.stringify(row)}\n`).join("")),
      metadata: mapping.bytes,
    },
    tables: ["document", "document_chunk"],
    raw: (pathOf) => ({
      before: [],
      measured: [
        `insert into document by name
          select d.*, m.author, m.department, m.date_created::date as date_created, string_split(m.tags, ';') as tags, ${TECHNICAL}
          from read_json('${pathOf("texts")}', format = 'newline_delimited', columns = {
            filename: 'varchar', content_hash: 'varchar', media_type: 'varchar', bytes: 'bigint', text: 'varchar'}) as d
          left join ${readCsv(pathOf("metadata"), METADATA)} as m using (filename)`,
        `insert into document_chunk by name
          select uuid() as id, id as document_id, position::integer as position, text[position * 1000 - 999 : position * 1000] as text, 0 as _entity_key
          from (select id, text, unnest(range(1, 2 + (len(text) - 1) // 1000)) as position from document)`,
      ],
    }),
    compared: `select ${OWN}, ${TEXT_ALONE("text")} as text, (
        select ${TEXT_ALONE("string_agg(c.text, '' order by c.position)")} from document_chunk as c where c.document_id = d.id) as pieces
      from document as d`,
    notes: [],
  } satisfies DatasetCase
}

/** Twenty documents: as many of each kind; then twenty of text alone. Each of some 5,000 characters. */
export async function documentCases(): Promise<DatasetCase[]> {
  const text = "of some 5,000 characters each"
  const mixed = await caseOf(["pdf", "docx", "html", "md", "txt"], 100, {
    name: "documents",
    title: `Documents: ${DOCUMENTS} ${text}: PDF, Word, HTML, Markdown and text`,
    goals: { seconds: 120 },
  })
  const plain = await caseOf(["html", "md", "txt"], 200, {
    name: "documents-of-text",
    title: `Documents: ${DOCUMENTS} ${text}: HTML, Markdown and text`,
    goals: { per_second: 10 },
  })
  const note =
    "documents: plain DuckDB reads no documents. It is given the texts that were written into them, cuts them every 1,000 characters, and does not embed; compared are texts without white space."
  return [{ ...mixed, notes: [note] }, plain]
}
