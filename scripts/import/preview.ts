import { endpoints, type PreviewAnswer } from "../../lib/contract/index.ts"
import { EXIT, type Result, UsageError } from "../command/run.ts"
import { streamedForm } from "../command/upload.ts"
import type { Context } from "./context.ts"
import type { Source } from "./source.ts"

const NAMES: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" }
const SHOWN_CHARACTERS = 24

/** Shows what files turn out to be, and imports nothing. */
export async function previewAll(context: Context, sources: readonly Source[]): Promise<Result> {
  const lines: string[] = []
  const json: Record<string, unknown>[] = []
  for (const source of sources) {
    const preview = await previewOf(context, source)
    lines.push(source.given, ...linesOf(preview).map((line) => `  ${line}`))
    json.push({ source: source.given, ...preview })
  }
  return { exit: EXIT.done, lines, json: { previews: json } }
}

async function previewOf(context: Context, source: Source): Promise<PreviewAnswer> {
  const [file] = source.kind === "files" ? source.files : []
  if (!file) throw new UsageError(`--preview looks at files; ${source.given} is none.`)
  const { api, dataset, options } = context
  const form = () =>
    streamedForm({ options: JSON.stringify(options) }, [{ ...file, field: "file" }], () => {})
  return api.call(endpoints.preview, { params: { dataset }, form })
}

function linesOf({
  format,
  dialect,
  header,
  mapping,
  missing,
  rows,
  errors,
  warnings,
}: PreviewAnswer): string[] {
  const kept = dialect.delimiter === null ? "" : `, columns kept apart by ${NAMES[dialect.delimiter]}`
  const wide = Math.max(0, ...header.map((name) => name.length))
  return [
    `${format.toUpperCase()}, ${dialect.encoding}${kept}`,
    ...header.map((name, i) => {
      const column = mapping[name] ?? "(left out)"
      const cells = rows.slice(0, 3).map((row) => short(row[i] ?? ""))
      return `${name.padEnd(wide)}  →  ${column.padEnd(14)}  ${cells.join(" · ")}`
    }),
    ...missing.map(
      (column) => `No header is for ${column}. Say which with --map HEADER=${column.split(" ")[0]}.`,
    ),
    ...errors.map(({ line, message }) => `Line ${line}: ${message}`),
    ...warnings.map(({ message }) => message),
  ]
}

const short = (cell: string) =>
  cell.length > SHOWN_CHARACTERS ? `${cell.slice(0, SHOWN_CHARACTERS - 1)}…` : cell
