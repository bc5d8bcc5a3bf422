import { systemClock } from "../lib/clock.ts"
import { readConfig } from "../lib/config.ts"
import { createEmbedder } from "../lib/embeddings/index.ts"
import { EXIT, type Result, runCommand, UsageError } from "./command/run.ts"
import { embedAgain } from "./embed/again.ts"

const HELP = `Embeds a text as imports embed theirs, for similarity search: prints its vector as a list that DuckDB reads. The
local embedder does it, or the endpoint in EMBEDDINGS_URL. Neither the database nor a server is needed.

Without a text it tries again what imports were refused an embedding for, or could not get one: with the server that runs, or
on the database itself.

Usage: npm run -s embed -- "TEXT" [options]
       npm run embed [-- options]

  --server URL  without a text: the server to ask; SLUICE_API_KEY is its key
  --json        print { text, embedder, dimensions, embedding }; without a text { imports }, each with its
                { job_id, title, embeddings: { rows, embedded, embedding_failed, pending }, left }
  --help        this text

Examples:
  npm run -s embed -- "How do I take an import back?"
  duckdb data/sluice.duckdb "select question from qa_pair where embedding is not null
    order by list_cosine_similarity(embedding, $(npm run -s embed -- 'take it back')::float[]) desc limit 5"

Exit status: 0 done, 1 it did not work, 2 wrong use, 4 some texts are still without an embedding`

/** An endpoint that is busy is asked again for as long. */
const PATIENCE_MS = 30_000

async function run(text: string): Promise<Result> {
  if (text.trim() === "") throw new UsageError("The text is empty.")
  const embedder = createEmbedder(readConfig(), systemClock)
  const [embedding = []] = await embedder.embed([text], { deadline: systemClock.now() + PATIENCE_MS })
  const json = { text, embedder: embedder.name, dimensions: embedding.length, embedding }
  return { exit: EXIT.done, lines: [JSON.stringify(embedding)], json }
}

await runCommand({
  name: "embed",
  help: HELP,
  options: { server: { type: "string" } } as const,
  takes: { least: 0, most: 1, what: "a text, in quotes" },
  run: (values, [text]) => (text === undefined ? embedAgain(values.server) : run(text)),
})
