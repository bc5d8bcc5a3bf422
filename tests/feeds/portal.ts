import { FeedRequest } from "../../lib/contract/index.ts"
import { addFeed, listRuns } from "../../lib/feeds/feeds.ts"
import { driveFeeds } from "../../lib/feeds/run.ts"
import { type PortalServer, startPortal } from "../../scripts/portal/server.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { actor } from "../support/imports.ts"
import { type Lab, openLab } from "../support/lab.ts"

const ACCOUNT = { user: "an@example.com", password: "hunter2" }

export interface AtPortal {
  lab: Lab
  portal: PortalServer
  feed_id: string
  /** A full extract and the updates after it. */
  extracts: MadeExtract[]
  /** Lists extracts, by their place in the chain. */
  list(...places: number[]): void
  /** Another hour goes by, and the scheduler comes. */
  hour(): Promise<void>
  runs(): Promise<{ result: string; message: string | null; jobs: string[] }[]>
  /** Numbers of the extracts the register has been through. */
  applied(): Promise<number[]>
  close(): Promise<void>
}

/** A made-up portal, and a lab with a feed of it that is due every hour. */
export async function atPortal(days: number, more: object = {}): Promise<AtPortal> {
  const steps = Array.from({ length: days + 1 }, (_, day) => ({
    type: day === 0 ? ("full" as const) : ("update" as const),
  }))
  const extracts = await makeExtracts({ rows: 200, changes: 20, steps })
  const portal = await startPortal(ACCOUNT)
  const lab = await openLab({
    SLUICE_KBO_URL: portal.url,
    SLUICE_KBO_USER: ACCOUNT.user,
    SLUICE_KBO_PASSWORD: ACCOUNT.password,
    SLUICE_URL_ALLOW: portal.host,
    SLUICE_WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString("base64")}`,
  })
  const asked = {
    name: "register",
    dataset: "daily-update",
    source: { kbo: true },
    schedule: "0 * * * *",
    stale_after: null,
    ...more,
  }
  const { feed_id } = await addFeed({ ...FeedRequest.parse(asked), actor }, lab.effects)
  return {
    ...{ lab, portal, feed_id, extracts },
    list(...places) {
      portal.files = places.flatMap((place) => {
        const extract = extracts[place]
        return extract ? [{ name: extract.file_name, bytes: extract.bytes }] : []
      })
    },
    async hour() {
      lab.clock.advance(3_900)
      await driveFeeds("scheduler", lab.effects)
    },
    runs: async () => (await listRuns({ id: feed_id, limit: 100, actor }, lab.effects)).runs,
    applied: async () =>
      (await lab.read("select extract_number from register_extract order by all")).map((row) =>
        Number(row.extract_number),
      ),
    async close() {
      lab.close()
      await portal.close()
    },
  }
}
