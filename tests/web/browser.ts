import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { type Browser, chromium } from "playwright-core"
import { ROOT } from "../../scripts/root.mjs"

const require = createRequire(import.meta.url)

/**
 * A Chromium that came with `npm ci`: nothing is downloaded, no display or system library is needed.
 * CHROMIUM_PATH names another one, on machines the packed one does not run on.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await packedChromium())
  const folder = dirname(executablePath)
  const packed = existsSync(join(folder, "al2023/lib"))
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer"],
    timeout: 30_000,
    env: {
      ...(process.env as Record<string, string>),
      ...(packed && {
        LD_LIBRARY_PATH: join(folder, "al2023/lib"),
        FONTCONFIG_PATH: join(folder, "fonts"),
      }),
    },
  })
}

async function packedChromium(): Promise<string> {
  const folder = packageFolder()
  const { version } = require(join(folder, "package.json")) as { version: string }
  const target = join(ROOT, `node_modules/.cache/chromium-${version}`)
  const executable = join(target, "chromium")
  if (!existsSync(executable)) await unpack(target)
  return executable
}

function packageFolder(): string {
  let folder = dirname(require.resolve("@sparticuz/chromium"))
  while (!existsSync(join(folder, "package.json")) || !folder.endsWith("chromium")) folder = dirname(folder)
  return folder
}

/**
 * The package unpacks under the temporary folder and takes any file already there for its own, whatever its
 * version and even half written; so it unpacks into a folder of its own, renamed when it is whole.
 */
async function unpack(target: string): Promise<void> {
  const { TMPDIR } = process.env
  const partial = `${target}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  // Set before the import: the package then unpacks its libraries and fonts too.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs20.x"
  process.env.TMPDIR = partial
  try {
    const { default: pack } = await import("@sparticuz/chromium")
    await pack.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
  const folders = [`${target}/fonts`, "/usr/share/fonts"].map((path) => `<dir>${path}</dir>`).join("")
  const cache = `<cachedir>${target}/fonts-cache</cachedir>`
  writeFileSync(join(partial, "fonts/fonts.conf"), `<fontconfig>${folders}${cache}</fontconfig>`)
  try {
    // A browser that outlived its packages has written its fonts' cache anew.
    if (!existsSync(join(target, "chromium"))) rmSync(target, { recursive: true, force: true })
    renameSync(partial, target)
  } catch {
    // Another worker was first.
    rmSync(partial, { recursive: true, force: true })
  }
}
