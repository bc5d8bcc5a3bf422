import type { Page } from "playwright-core"

/** The table in which rows are mended. */
export const cells = (page: Page) => page.getByRole("grid", { name: "Cells" })

/** What takes so many mended rows; of none what is said in its place. */
export const importButton = (page: Page, rows: number) =>
  rows === 0
    ? page.getByText("Change a cell, or all that say the same: what is mended then is imported from here.")
    : page.getByRole("button", { name: `Import ${rows} mended row${rows === 1 ? "" : "s"}` })

const MOST_PRESSES = 80

/** Goes on by Tab to what has a name, as somebody without a mouse does. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    await page.keyboard.press("Tab")
    const at = await page.evaluate(() => {
      const { activeElement: element } = document
      const label = (element as HTMLInputElement | null)?.labels?.[0]?.textContent
      return element?.getAttribute("aria-label") ?? label ?? element?.textContent ?? ""
    })
    if (name.test(at)) return
  }
  throw new Error(`no way to ${name} by Tab`)
}
