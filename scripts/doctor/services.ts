import { readFileSync } from "node:fs"
import { version as duckdbVersion } from "@duckdb/node-api"
import { systemClock } from "../../lib/clock.ts"
import type { Config } from "../../lib/config.ts"
import { createEmbedder } from "../../lib/embeddings/index.ts"
import { verifyMailServer } from "../../lib/notify/index.ts"
import { refusalOfNode } from "../node-version.mjs"
import { type Check, found, looked, missed } from "./check.ts"

const PROBE = "Embedded by npm run doctor."
const EMBEDDING_MS = 15_000

/** Whether the mail server lets us in; nothing is sent. */
export async function checkMail(config: Config): Promise<Check> {
  const { smtp_url } = config
  if (smtp_url === null) return found("mail", "no SMTP_URL, so no mails are sent")
  return looked(
    "mail",
    "Set SMTP_URL to smtp://user:password@host:587 of a server that lets it in.",
    async () => {
      await verifyMailServer(smtp_url)
      return "the server lets us in"
    },
  )
}

/** Whether a text becomes a vector. */
export function checkEmbeddings(config: Config): Promise<Check> {
  const advice =
    "Set EMBEDDINGS_URL, EMBEDDINGS_KEY and EMBEDDINGS_MODEL to an endpoint that answers, or unset them."
  return looked("embeddings", advice, async () => {
    const embedder = createEmbedder(config, systemClock)
    const [vector = []] = await embedder.embed([PROBE], { deadline: systemClock.now() + EMBEDDING_MS })
    return `${embedder.name}: ${vector.length} dimensions`
  })
}

/** Whether imports go on that nobody drives. */
export function checkScheduler(config: Config): Check {
  if (config.cron_secret_sha256 !== null)
    return found(
      "scheduler",
      "a secret is set; have GET /api/cron/drive called with it, every minute if you can",
    )
  if (!config.on_vercel)
    return found("scheduler", "no CRON_SECRET: the server itself goes on with open imports")
  return missed("scheduler", "CRON_SECRET is not set", "Set it to at least 16 random characters.")
}

/** Whether this Node is one the code is made for, and what else runs. */
export function checkVersions(): Check {
  const { version, engines } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as {
    version: string
    engines: { node: string }
  }
  const { node } = process.versions
  const detail = `Sluice ${version}, Node ${node}, DuckDB ${duckdbVersion()}`
  const refusal = refusalOfNode(node, engines)
  return refusal === null ? found("versions", detail) : missed("versions", detail, refusal)
}
