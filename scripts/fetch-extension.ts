import { fetchExtension } from "../lib/db/extension.ts"
import { messageOf } from "../lib/errors.ts"

/** The last step of a build, for what is to work with a database elsewhere. */
async function main(env: Record<string, string | undefined>): Promise<void> {
  if (!env.VERCEL && !env.SLUICE_DATABASE?.startsWith("md:")) return
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
