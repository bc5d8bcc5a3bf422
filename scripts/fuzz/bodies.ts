import type { Endpoint } from "../../lib/contract/endpoints.ts"
import { makeExtracts } from "../sample/archive.ts"
import type { Random } from "../sample/random.ts"
import { DOCUMENTS } from "./documents.ts"
import { GENERATORS, type MadeFile } from "./files.ts"
import { mangled } from "./mangled.ts"
import { KEYS } from "./served.ts"
import { DATASETS, type Known, objectOf, someName, WORDS } from "./values.ts"

/** The body of a call, and into `headers` what it is: JSON, a form, or bytes; right in most of its parts. */
export async function bodyOf(
  random: Random,
  call: Endpoint,
  known: Known,
  headers: [string, string][],
): Promise<Buffer> {
  if (call.bytes) return mangled(random, Buffer.alloc(random.below(5_000), "a"))
  if (call.form && random.chance(0.7)) return formOf(random, call, known, headers)
  headers.push(["content-type", random.chance(0.03) ? "text/plain" : "application/json"])
  const body = random.chance(0.7) ? likely(random, call, known) : objectOf(random, known, 0)
  return mangled(random, Buffer.from(JSON.stringify(body)), 0.05)
}

/** A body as this call usually has it, with something else in it now and then. */
function likely(random: Random, { path }: Endpoint, known: Known): Record<string, unknown> {
  const job_id = random.pick([...known.jobs, "x"])
  const rows = random.some(5, () => ({
    email: `a${random.below(99)}@example.org`,
    question: "Why?",
    answer: "So.",
    url: `https://example.org/${random.below(50)}`,
    title: "T",
  }))
  const bodies: Record<string, Record<string, unknown>> = {
    prepare: random.pick([
      { filename: random.pick([...known.files, "x"]) },
      { rows },
      { job_id },
      { url: random.pick(WORDS) },
    ]),
    control: { job_id, action: random.pick(["pause", "resume", "cancel", "apply", "start"]) },
    session: { key: random.pick(KEYS) },
    uploads: { filename: random.pick(["a.csv", "../a.zip", "\u202ea"]), size: random.below(5_000) },
    feeds: {
      name: `f${random.below(20)}`,
      dataset: random.pick(DATASETS),
      schedule: random.pick(["0 7 * * *", "* * * * *", "x"]),
      source: { prefix: "a" },
    },
    "retry-batch": { job_id, all_failed: true },
    batch: { nodes: rows, project_id: "p" },
    preview: {
      filename: random.pick([...known.files, "x"]),
      options: random.chance(0.5) ? objectOf(random, known, 1) : {},
    },
  }
  const own = bodies[path.split("/").at(-1) ?? ""] ?? { job_id }
  return random.chance(0.3) ? { ...own, ...objectOf(random, known, 1) } : own
}

async function formOf(
  random: Random,
  call: Endpoint,
  known: Known,
  headers: [string, string][],
): Promise<Buffer> {
  const boundary = "----fuzz"
  headers.push(["content-type", `multipart/form-data; boundary=${random.chance(0.03) ? '"' : boundary}`])
  const files = call.form?.files === "many" && random.chance(0.2) ? 2 : 1
  const parts: Buffer[] = []
  const part = (disposition: string, bytes: Buffer) =>
    parts.push(
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`),
      bytes,
      Buffer.from("\r\n"),
    )
  if (random.chance(0.3)) part('name="options"', Buffer.from(JSON.stringify(objectOf(random, known, 1))))
  for (let n = 0; n < files; n += 1) {
    const { name, bytes } = await fileOf(random)
    part(
      `name="${random.chance(0.95) ? "file" : someName(random)}"; filename="${random.chance(0.1) ? `../${name}\u0007` : name}"`,
      bytes,
    )
  }
  if (!random.chance(0.05)) parts.push(Buffer.from(`--${boundary}--\r\n`))
  return mangled(random, Buffer.concat(parts), 0.05)
}

const MAKERS = Object.values({ ...GENERATORS, ...DOCUMENTS })

/** A file of any format there is: of rows, a document, an extract. */
async function fileOf(random: Random): Promise<MadeFile> {
  if (!random.chance(0.15)) return random.pick(MAKERS)(random)
  const [full] = await makeExtracts({
    seed: random.below(20),
    rows: 20,
    changes: 5,
    traps: true,
    steps: [{ type: "full" }],
  })
  return {
    dataset: "daily-update",
    name: full?.file_name ?? "",
    bytes: mangled(random, full?.bytes ?? Buffer.alloc(0), 0.7),
  }
}
