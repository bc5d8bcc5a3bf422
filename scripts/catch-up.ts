import type { FeedRun } from "../lib/contract/index.ts"
import { atWork, tidyUp } from "./command/at-work.ts"
import { isDatabaseThere } from "./command/database.ts"
import { exitOf, feedsOf, lineOf, runOf } from "./command/feeds.ts"
import { EXIT, type ExitCode, type Result, runCommand, UsageError } from "./command/run.ts"
import { runImport } from "./import/run.ts"

const HELP = `Brings the register up to date with the extracts in a folder: leaves out what is applied, imports the rest in the order of
their numbers, goes on from a later full extract where some are missing, and stops before a gap that none closes. Another
file of an applied extract is named and left out. Without a folder it runs the feeds that are due, each due time once, whoever
else comes. It can be run by a timer, again and again.

Usage: npm run catch-up -- [DIR] [options]

  --server URL      the server to go through (default: the one running on SLUICE_DATABASE, if there is one)
  --notify ADDRESS  who gets a mail when an import is over
  --allow-gap, --allow-mass-close, --allow-extra-columns, --allow-version V
                    what a refusal has named, as of npm run import
  --errors-to FILE  save the rows that could not be used; of a second import FILE-2, and so on
  --json            print one object, { imports: […], not_tried, exit_code }, with a line for each extract; of feeds { runs: […] }
  --help            this text

Examples:
  npm run catch-up -- data/extracts
  npm run catch-up

Exit status: 0 the register has all that is there (also when there was nothing to do), 1 it did not work, 2 wrong use,
3 a gap, a refusal or a held import: a person must decide, 4 imported with row errors or failed batches, 130 paused`

interface Ran {
  feed: string
  run: FeedRun
  exit: ExitCode
}

/** Runs the feeds that are due. Throws UsageError where there is none at all. */
async function runDueFeeds(server: string | undefined): Promise<Result> {
  // It is not made for that: where there is none, there is no feed.
  if (!isDatabaseThere(server)) throw new UsageError(NOTHING_TO_DO)
  return atWork(server, async (at) => {
    const { api, view } = at
    const { signal } = at.interrupt
    const feeds = await feedsOf(api)
    if (feeds.length === 0) throw new UsageError(NOTHING_TO_DO)
    const ran: Ran[] = []
    let stopped = false
    for (const { feed_id, name: feed } of feeds) {
      stopped = signal.aborted
      if (stopped) break
      const run = await runOf(api, feed_id, { due: true, signal })
      if (run === null) continue
      ran.push({ feed, run, exit: await exitOf(api, run) })
      view.say(`${feed}: ${lineOf(run)}`)
    }
    await tidyUp(at)
    const worst = WORST.find((code) => ran.some((one) => one.exit === code)) ?? EXIT.done
    const exit = stopped ? EXIT.paused : worst
    const lines = ran.length === 0 && !stopped ? ["No feed is due."] : []
    return { exit, lines, json: { runs: ran.map(({ feed, run }) => ({ feed, ...run })) } }
  })
}

const NOTHING_TO_DO =
  "There is no feed that could be due. Make one (npm run feed -- add), or name the folder that the extracts are in: npm run catch-up -- data/extracts."
/** Of several runs the one tells that somebody should look at first. */
const WORST = [EXIT.paused, EXIT.failed, EXIT.undecided, EXIT.findings]

await runCommand({
  name: "catch-up",
  help: HELP,
  options: {
    server: { type: "string" },
    notify: { type: "string" },
    "errors-to": { type: "string" },
    "allow-gap": { type: "boolean" },
    "allow-mass-close": { type: "boolean" },
    "allow-extra-columns": { type: "boolean" },
    "allow-version": { type: "string" },
  },
  takes: { least: 0, most: 1, what: "a folder" },
  async run(values, [folder]): Promise<Result> {
    if (folder === undefined) return runDueFeeds(values.server)
    return runImport({ ...values, dataset: "daily-update" }, [folder])
  },
})
