import type { Page } from "playwright-core"
import { toStep } from "./site.ts"

/** A file from this machine. */
interface Sent {
  name: string
  buffer: Buffer
}

/** Chooses a dataset, and files of this machine. */
export async function choose(page: Page, dataset: string, ...files: Sent[]): Promise<void> {
  await page.getByLabel("Dataset", { exact: true }).first().selectOption({ label: dataset })
  await page.getByLabel("Upload", { exact: true }).check()
  if (files.length > 0) await send(page, ...files)
}

/** Adds files to those that are chosen. */
export function send(page: Page, ...files: Sent[]): Promise<void> {
  const typed = files.map((file) => ({ ...file, mimeType: "application/octet-stream" }))
  return page.locator(".drop input").setInputFiles(typed)
}

/** A file of lines. */
export const text = (name: string, ...lines: string[]): Sent => ({
  name,
  buffer: Buffer.from(lines.join("\n")),
})

/** What begins the import, on the last step before it. */
export async function start(page: Page) {
  await toStep(page, "Check")
  return page.getByRole("button", { name: "Start the import" })
}

/** What the file turned out to be, where that can be said otherwise. */
export const dialect = (page: Page, words: string) => page.locator("summary").filter({ hasText: words })

/** Where a column of the file is told what it is for. */
export const field = (page: Page, header: string) => page.getByLabel(`${header} goes to`, { exact: true })
