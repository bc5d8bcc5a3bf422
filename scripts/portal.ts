import { oneOf, wholeNumber } from "./command/arguments.ts"
import { EXIT, type Result, runCommand, type ValuesOf } from "./command/run.ts"
import { LANGUAGES } from "./portal/pages.ts"
import type { PortalFile, Switches } from "./portal/send.ts"
import { startPortal } from "./portal/server.ts"
import { makeExtracts } from "./sample/archive.ts"
import { usualSteps } from "./sample/extract.ts"

const HELP = `Serves a made-up KBO portal with made-up extracts, so that a feed can be seen at work without an account. Ctrl-C stops it.

Usage: npm run portal -- [options]

  --port n     where it listens, on this machine (default 3100)
  --updates k  how many updates follow the full extract (default 5)
  --wrong-password, --redirect-loop, --empty-table, --no-length, --ranges-ignored
               what goes wrong, every time
  --session-dies-after n
               sessions end after so many requests
  --language L its pages are in nl, fr, de or en, whatever is asked for
  --keep n     only the newest n files are still there
  --missing n  the nth update was never published
  --gone n     the nth update is listed, and not there any more
  --busy, --page-for-zip, --cut-off
               what goes wrong at the first file
  --help       this text

Then run Sluice with what it prints, and make a feed of it.

Exit status: 0 stopped, 1 it did not work, 2 wrong use`

const DAY_MS = 86_400_000
const ACCOUNT = { user: "portal", password: "portal" }
const text = { type: "string" } as const
const flag = { type: "boolean" } as const
const OPTIONS = {
  ...{ port: text, updates: text, keep: text, missing: text, gone: text, language: text },
  ...{ "session-dies-after": text, "wrong-password": flag, "redirect-loop": flag, "empty-table": flag },
  ...{ "no-length": flag, "ranges-ignored": flag, busy: flag, "page-for-zip": flag, "cut-off": flag },
} as const

type Values = ValuesOf<typeof OPTIONS>

/** What is published, and what of it is listed and not there any more. */
async function publishedBy(values: Values): Promise<{ files: PortalFile[]; gone: string[] }> {
  const updates = wholeNumber("updates", values.updates, 0, 60) ?? 5
  const keep = wholeNumber("keep", values.keep, 1, updates + 1) ?? updates + 1
  const missing = wholeNumber("missing", values.missing, 1, updates)
  const gone = wholeNumber("gone", values.gone, 1, updates)
  // The newest is of yesterday, as the portal's is: older data would be stale as soon as it is there.
  const first_snapshot = Date.now() - (updates + 1) * DAY_MS
  const made = await makeExtracts({ rows: 2_000, steps: usualSteps(updates, false), first_snapshot })
  const published = made.filter((_extract, place) => place !== missing).slice(-keep)
  return {
    files: published.map(({ file_name: name, bytes }) => ({ name, bytes })),
    gone: made.filter((_extract, place) => place === gone).map(({ file_name }) => file_name),
  }
}

function switchesOf(values: Values, gone: string[]): Switches {
  const language = oneOf("language", values.language, LANGUAGES)
  const dies = wholeNumber("session-dies-after", values["session-dies-after"], 1, 1_000)
  return {
    wrong_password: values["wrong-password"] ?? false,
    redirect_loop: values["redirect-loop"] ?? false,
    empty_table: values["empty-table"] ?? false,
    no_length: values["no-length"] ?? false,
    ranges_ignored: values["ranges-ignored"] ?? false,
    busy_times: values.busy ? 1 : 0,
    page_for_zip_times: values["page-for-zip"] ? 1 : 0,
    cut_off_times: values["cut-off"] ? 1 : 0,
    gone,
    ...(dies !== undefined && { session_dies_after: dies }),
    ...(language && { language }),
  }
}

async function run(values: Values): Promise<Result> {
  const port = wholeNumber("port", values.port, 0, 65_535) ?? 3_100
  const { files, gone } = await publishedBy(values)
  const portal = await startPortal(ACCOUNT, files, { port, switches: switchesOf(values, gone) })
  const settings = [
    `SLUICE_KBO_URL=${portal.url}`,
    `SLUICE_KBO_USER=${ACCOUNT.user}`,
    `SLUICE_KBO_PASSWORD=${ACCOUNT.password}`,
    `SLUICE_URL_ALLOW=${portal.host}`,
  ]
  for (const line of settings) process.stdout.write(`${line}\n`)
  await new Promise<void>((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve))
  await portal.close()
  return { exit: EXIT.done, lines: ["The portal is stopped."], json: { url: portal.url } }
}

await runCommand({ name: "portal", help: HELP, options: OPTIONS, run })
