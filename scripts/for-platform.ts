import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ConfigError, readConfig } from "../lib/config.ts"
import { fetchExtension } from "../lib/db/extension.ts"
import { messageOf } from "../lib/errors.ts"
import { withPolicy } from "../lib/http/page-policy.ts"
import { storeOrigin } from "../lib/store/store.ts"
import { ROOT } from "./root.mjs"

const PAGE = join(ROOT, "dist/index.html")

/** The last step of a build: what a deployment has to know before it runs. */
async function main(env: Record<string, string | undefined>): Promise<void> {
  if (env.VERCEL && existsSync(PAGE)) writePolicy()
  if (env.VERCEL || env.SLUICE_DATABASE?.startsWith("md:")) await keepExtension()
}

/** The platform's headers cannot know which store the page may send files to. */
function writePolicy(): void {
  writeFileSync(PAGE, withPolicy(readFileSync(PAGE, "utf8"), originOfThePlatform()))
}

/** Settings that cannot be used are told by the deployment itself, which takes no files then either. */
function originOfThePlatform(): string | null {
  try {
    return storeOrigin(readConfig())
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.warn(`The page can send files to no store yet. ${error.message}`)
    return null
  }
}

async function keepExtension(): Promise<void> {
  try {
    await fetchExtension()
  } catch (error) {
    const [reason] = messageOf(error).split("\n")
    console.warn(
      `MotherDuck's extension could not be fetched, so each function fetches it when it starts: ${reason}`,
    )
  }
}

await main(process.env)
