import { beforeAll, describe, expect, test } from "vitest"
import { contacts } from "../../lib/datasets/contacts.ts"
import { documents } from "../../lib/datasets/documents.ts"
import { exampleOf } from "../../lib/datasets/example.ts"
import { type MadeExtract, makeExtracts } from "../../scripts/sample/archive.ts"
import { compareDatabase } from "../reference/compare.ts"
import { Reference } from "../reference/reference.ts"
import { sharedFolder } from "../support/own-lab.ts"
import type { Run } from "./apart.ts"
import { type ApartGround, asServed, expectSameAsHere, layGround } from "./apart-ground.ts"
import type { Bundle } from "./bundle.ts"
import type { OwnFile } from "./client.ts"
import { apiOf, buildFunctions } from "./functions.ts"
import { invoke } from "./invoke.ts"

const KILL_ONE_IN = 4
const folder = sharedFolder()
let bundles: Map<string, Bundle>
let extracts: MadeExtract[]

beforeAll(async () => {
  bundles = await buildFunctions(folder)
  const steps = [{ type: "full" }, { type: "update" }] as const
  extracts = await makeExtracts({ seed: 23, rows: 4_000, changes: 900, traps: true, steps: [...steps] })
}, 120_000)

const asBuilt: Run = (request, { env, signal }, took) =>
  apiOf(bundles, (bundle, routed) =>
    invoke(bundle, routed, env, took, signal).catch((error) => {
      if (signal.aborted) return Response.error()
      throw error
    }),
  )(request)

const WAYS: [string, Run][] = [
  ["as the server loads them", asServed],
  ["as the platform builds them", asBuilt],
]

describe.each(WAYS)("functions %s, each call in a process of its own and some killed", (_way, run) => {
  let ground: ApartGround

  /** Imports a Full and an update after it, and takes both for what the oracle makes of them. */
  async function expectRegisterFrom(seed: number, sourceOf: (extract: MadeExtract) => Promise<object>) {
    ground = await layGround()
    const { apart, client } = ground.open(
      run,
      { seed, kill_one_in: KILL_ONE_IN },
      { SLUICE_PREPARE_BUDGET_SECONDS: "3" },
    )
    const reference = new Reference()
    try {
      for (const extract of extracts) {
        const status = await client.import("daily-update", await sourceOf(extract))
        expect(status).toMatchObject({ status: "completed", reconciles: true })
        await reference.apply(extract.bytes)
        expect(await compareDatabase(ground.read, reference.register)).toEqual([])
      }
      console.info(`${apart.calls.length} calls, ${apart.killed} of them killed`)
      expect(apart.killed).toBeGreaterThan(0)
    } finally {
      await ground.close()
    }
  }

  test.each([1, 2])("import a Full and an update that were uploaded (seed %d)", async (seed) => {
    await expectRegisterFrom(seed, async (extract) => {
      const { client } = ground.open(run, { seed: seed + 100, kill_one_in: KILL_ONE_IN })
      return { filename: await client.upload(extract) }
    })
  })

  test("import them by a URL that takes several calls", async () => {
    await expectRegisterFrom(3, async (extract) => ({
      url: ground.slowly(extract, Math.ceil(extract.bytes.length / 8)),
    }))
  })

  test.each([contacts, documents])("import $label that were uploaded", async (dataset) => {
    ground = await layGround()
    try {
      const { client } = ground.open(run, { seed: 5, kill_one_in: KILL_ONE_IN })
      const file: OwnFile = await exampleOf(dataset)
      const filename = await client.upload(file)
      expect(await client.import(dataset.name, { filename })).toMatchObject({ outcome: "complete" })
      await expectSameAsHere(ground, dataset, [file])
    } finally {
      await ground.close()
    }
  })

  test("import documents that were uploaded one by one", async () => {
    ground = await layGround()
    try {
      const { client } = ground.open(run, { seed: 6, kill_one_in: KILL_ONE_IN })
      const files: OwnFile[] = [1, 2, 3].map((n) => ({
        file_name: `letter-${n}.txt`,
        bytes: Buffer.from(`Letter ${n}\n\n${"Dear reader, this is said again and again. ".repeat(200 * n)}`),
      }))
      const filenames: string[] = []
      for (const file of files) filenames.push(await client.upload(file))
      expect(await client.import("documents", { filenames })).toMatchObject({ outcome: "complete" })
      await expectSameAsHere(ground, documents, files)
    } finally {
      await ground.close()
    }
  })
})
