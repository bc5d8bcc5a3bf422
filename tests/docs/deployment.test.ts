import { expect, test } from "vitest"
import { ConfigError, readConfig } from "../../lib/config.ts"
import { type Endpoint, endpoints } from "../../lib/contract/endpoints.ts"
import { FUNCTIONS } from "../../lib/contract/functions.ts"
import { dailyUpdate } from "../../lib/datasets/daily-update.ts"
import { blocks, section, textOf } from "./page.ts"

const PAGE = "docs/deployment.md"
const whole = textOf(PAGE)

/** The settings of the page, with something in the place of what everyone has for themselves. */
function settingsOf(text: string): Record<string, string> {
  const filled = text
    .replace("<the SHA-256 of a key>", "0".repeat(64))
    .replace("<account id>", "account")
    .replace(/<[^>]+>/g, "something long enough to be a secret")
  const lines = filled.trim().split("\n")
  return Object.fromEntries(
    lines.map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1)]),
  )
}

const [block = ""] = blocks(section(PAGE, "4. The settings"), "ini")
const settings = settingsOf(block)
const refused = (env: Record<string, string>) => {
  try {
    readConfig({ ...env, VERCEL: "1" })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ variable }) => variable)
    throw error
  }
}

test("its settings are all a deployment needs, and the ones it calls needed are", () => {
  expect(refused(settings)).toEqual([])
  const spared = Object.keys(settings).filter((name) => {
    const { [name]: _without, ...rest } = settings
    return refused(rest).length === 0
  })
  const told = spared.map((name) => `\`${name}\``)
  expect(section(PAGE, "4. The settings")).toContain(
    `All but ${told.slice(0, -1).join(", ")} and ${told.at(-1)} have to be`,
  )
})

test("its CORS policy lets the page whose address it sets send parts and read their ETags", () => {
  const [rule] = JSON.parse(blocks(whole.replace(/^ {3}/gm, ""), "json")[0] ?? "") as Record<
    string,
    string[]
  >[]
  expect(rule).toMatchObject({
    AllowedOrigins: [settings.SLUICE_PUBLIC_URL],
    AllowedMethods: ["PUT"],
    ExposeHeaders: ["ETag"],
  })
})

test("every call it names is one of the API's", () => {
  const calls = Object.values<Endpoint>(endpoints).map(({ method, path }) => `${method} ${path}`)
  const told = [...whole.matchAll(/`((?:GET|POST|PUT|DELETE) \/api[^` ]*)`/g)].map(([, call = ""]) => call)
  const curled = [...whole.matchAll(/\$URL(\/api\S*)/g)].map(([, path = ""]) => `GET ${path}`)
  const known = [...calls, `GET /api/datasets/${dailyUpdate.name}/example`]
  expect([...told, ...curled].filter((call) => !known.includes(call))).toEqual([])
  expect(curled.length).toBeGreaterThan(1)
})

test("the example it imports is called as the API calls it", () => {
  expect(whole).toContain(`npm run import -- ${dailyUpdate.example.file_name} --server`)
})

test("the times of functions, their number and the schedule are the platform's", () => {
  const { prepare, status, ...others } = FUNCTIONS
  const [other, ...more] = new Set(Object.values(others))
  expect(more).toEqual([])
  const limits = section(PAGE, "What the plans allow")
  expect(limits).toContain(`${prepare} s for prepare, ${status} s for status, ${other} s for the others`)
  expect(limits).toContain(
    `There are ${["six", "seven", "eight"][Object.keys(FUNCTIONS).length - 6]} functions`,
  )
  const { crons } = JSON.parse(textOf("vercel.json")) as {
    crons: { schedule: string }[]
  }
  const [minute, hour] = (crons[0]?.schedule ?? "").split(" ")
  expect(whole).toContain(`says ${hour?.padStart(2, "0")}:${minute?.padStart(2, "0")} UTC`)
})

test("it ends with doctor", () => {
  expect(blocks(whole, "sh").at(-1)).toContain("npm run doctor")
})
