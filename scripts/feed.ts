import { endpoints, type Feed } from "../lib/contract/index.ts"
import { atWork } from "./command/at-work.ts"
import { exitOf, feedsOf, lineOf, runOf } from "./command/feeds.ts"
import { EXIT, type Result, runCommand, UsageError, type ValuesOf } from "./command/run.ts"

const HELP = `Makes, lists and runs feeds: imports that repeat.

Usage: npm run feed -- add NAME --dataset NAME (--kbo | --url URL | --prefix TEXT) [options]
       npm run feed -- list
       npm run feed -- run|pause|resume|remove NAME

  --dataset NAME    whose rows they are (with --kbo daily-update)
  --kbo             from the KBO portal, with SLUICE_KBO_USER and SLUICE_KBO_PASSWORD
  --url URL         from a URL; {yyyy}, {MM} and {dd} are the day
  --prefix TEXT     from stored files whose names begin so
  --schedule CRON   when, as a cron expression of five fields (with --kbo hourly while an extract may come)
  --time-zone NAME  of the schedule (default UTC, with --kbo Europe/Brussels)
  --notify ADDRESS  who gets a mail
  --webhook URL     what gets a signed POST
  --ping URL        what is asked for after every success
  --options JSON    options of each import, as of POST /api/import/:dataset/prepare, such as its mapping
  --stale-after n   days without new data after which somebody is told
  --server URL      the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --json            print one object, { feeds } or { run }
  --help            this text

Exit status: 0 done, 1 it did not work or the run failed, 2 wrong use, 3 the run waits for a person,
4 it imported with row errors or failed batches, 130 stopped by Ctrl-C`

const text = { type: "string" } as const
const flag = { type: "boolean" } as const
const OPTIONS = {
  ...{ dataset: text, kbo: flag, url: text, prefix: text, schedule: text, "time-zone": text },
  ...{ notify: text, webhook: text, ping: text, options: text, "stale-after": text, server: text },
} as const
type Values = ValuesOf<typeof OPTIONS>

async function run(values: Values, [verb, name]: string[]): Promise<Result> {
  if (verb !== "list" && name === undefined) throw new UsageError("Name the feed.")
  const body = verb === "add" && name !== undefined ? asked(values, name) : null
  return atWork(values.server, async ({ api, interrupt: { signal } }) => {
    if (verb === "list") return told(await feedsOf(api))
    if (body !== null) return told([await api.call(endpoints.addFeed, { body })])
    const feed = (await feedsOf(api)).find((one) => one.name === name || one.feed_id === name)
    if (!feed) throw new UsageError(`There is no feed ${name}: npm run feed -- list.`)
    const params = { id: feed.feed_id }
    if (verb === "run") {
      const last = await runOf(api, feed.feed_id, { due: false, signal })
      if (last === null) return { exit: EXIT.done, lines: ["It was not run."], json: { run: null } }
      return { exit: await exitOf(api, last), lines: [lineOf(last)], json: { run: last } }
    }
    if (verb === "remove") {
      await api.call(endpoints.removeFeed, { params })
      return { exit: EXIT.done, lines: [`${feed.name} is removed. Its imports stay.`], json: { feeds: [] } }
    }
    if (verb !== "pause" && verb !== "resume") throw new UsageError(`There is no ${verb}.`)
    return told([await api.call(endpoints.changeFeed, { params, body: { paused: verb === "pause" } })])
  })
}

function asked(values: Values, name: string) {
  const { kbo, url, prefix, schedule, notify } = values
  const source = kbo ? { kbo: true as const } : url ? { url } : prefix ? { prefix } : null
  if (source === null) throw new UsageError("Say where from: --kbo, --url or --prefix.")
  const dataset = values.dataset ?? (kbo ? "daily-update" : undefined)
  if (dataset === undefined) throw new UsageError("Say whose rows they are: --dataset.")
  if (!kbo && schedule === undefined) throw new UsageError('Say when: --schedule "30 7 * * *".')
  return {
    ...{ name, dataset, source },
    ...(schedule !== undefined && { schedule }),
    ...(values["time-zone"] && { time_zone: values["time-zone"] }),
    ...(notify && { notify }),
    ...(values.webhook && { webhook_url: values.webhook }),
    ...(values.ping && { ping_url: values.ping }),
    ...(values.options && { options: objectOf(values.options) }),
    ...(values["stale-after"] !== undefined && { stale_after: daysOf(values["stale-after"]) }),
  }
}

const MOST_DAYS = 366

function daysOf(text: string): number {
  const days = Number(text)
  if (days > 0 && days <= MOST_DAYS) return days
  throw new UsageError(`--stale-after takes a number of days up to ${MOST_DAYS}, not "${text}".`)
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return { ...value }
  } catch {
    // Said below, as of any other value.
  }
  throw new UsageError(`--options takes an object in JSON, such as '{"mapping":{"email":"E-mail"}}'.`)
}

function told(feeds: readonly Feed[]): Result {
  const lines = feeds.map(({ name, dataset, paused, next_run_at, last_run }) => {
    const next = paused ? "paused" : `next ${next_run_at ?? "never"}`
    return [name, dataset, next, last_run ? `last ${last_run.result}` : "not run yet"].join("  ")
  })
  return { exit: EXIT.done, lines: lines.length > 0 ? lines : ["There is no feed."], json: { feeds } }
}

await runCommand({
  name: "feed",
  help: HELP,
  options: OPTIONS,
  takes: { least: 1, most: 2, what: "what to do: add, list, run, pause, resume or remove" },
  run,
})
