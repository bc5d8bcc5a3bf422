import type { Page } from "playwright-core"

type Role = Parameters<Page["getByRole"]>[0]

/**
 * Somebody who uses the page for the first time: goes by nothing but what stands on it, and what they press, type and choose is counted. Looking
 * is no step.
 */
export class Person {
  readonly page: Page
  readonly steps: string[] = []

  constructor(page: Page) {
    this.page = page
  }

  async press(word: string | RegExp, role: Role = "button"): Promise<void> {
    this.steps.push(`press ${word}`)
    await this.page.getByRole(role, { name: word, exact: true }).first().click()
  }

  follow(word: string | RegExp): Promise<void> {
    return this.press(word, "link")
  }

  async type(field: string | RegExp, text: string): Promise<void> {
    this.steps.push(`type ${JSON.stringify(text)} into ${field}`)
    await this.page.getByLabel(field, { exact: true }).first().fill(text)
  }

  async choose(field: string | RegExp, word: string): Promise<void> {
    this.steps.push(`choose ${word} for ${field}`)
    const control = this.page.getByLabel(field, { exact: true }).first()
    await control.selectOption({ label: word })
  }

  async tick(word: string | RegExp): Promise<void> {
    this.steps.push(`tick ${word}`)
    await this.page.getByLabel(word, { exact: true }).first().check()
  }

  async hand(field: string | RegExp, file: { name: string; buffer: Buffer }): Promise<void> {
    this.steps.push(`hand over ${file.name}`)
    const mimeType = "application/octet-stream"
    await this.page
      .getByLabel(field)
      .first()
      .setInputFiles({ ...file, mimeType })
  }

  async key(key: string): Promise<void> {
    this.steps.push(`key ${key}`)
    await this.page.keyboard.press(key)
  }

  /** Changes a cell of a table as in a spreadsheet: the one beside what names its row. */
  async fillCell(row: RegExp, column: number, text: string): Promise<void> {
    this.steps.push(`write ${JSON.stringify(text)} into a cell`)
    const cells = this.page.getByRole("row", { name: row }).getByRole("gridcell")
    await cells.nth(column).dblclick()
    await this.page.getByRole("textbox", { name: row }).fill(text)
    await this.page.keyboard.press("Enter")
  }

  /** Waits until it stands there, and answers what stands there. */
  async read(text: string | RegExp, patience_ms = 60_000): Promise<string> {
    const found = this.page.getByText(text).first()
    await found.waitFor({ timeout: patience_ms })
    return (await found.textContent()) ?? ""
  }
}
