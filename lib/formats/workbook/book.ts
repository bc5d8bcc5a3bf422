import { problem } from "../../errors.ts"
import { namesText } from "../../words.ts"
import type { ZipEntry } from "../zip.ts"
import { type CellKind, kindOfFormat, paddingOf } from "./number-formats.ts"
import { broken, readWhole, type XmlTaker } from "./xml.ts"

/** Parts that say how the others belong together; real ones have a few kilobytes. */
const MOST_BYTES = 16_777_216

export interface Sheet {
  name: string
  isHidden: boolean
  entry: ZipEntry
}

/** What a style makes of a number. */
export interface CellStyle {
  kind: CellKind
  /** Digits a whole number is filled up to with zeros. */
  padding: number
}

export interface Book {
  /** In the order of their tabs, hidden ones last. */
  sheets: Sheet[]
  /** Days are counted from 1904. */
  from1904: boolean
  styles: CellStyle[]
  strings: ZipEntry | null
}

type Parts = ReadonlyMap<string, ZipEntry>

/** Finds out what a workbook has. Throws Problem 422 `workbook_corrupt`, and `file_not_text` for one of another kind. */
export async function openBook(parts: Parts, name: string): Promise<Book> {
  const [main] = (await relationsOf(parts, "")).filter(({ type }) => type === "officeDocument")
  const entry = main && parts.get(main.part)
  if (!main || !entry) throw broken({ name: "_rels/.rels" }, "no workbook is named")
  if (main.part.endsWith(".bin")) {
    throw problem(
      422,
      "file_not_text",
      `${name} is a binary workbook (.xlsb). Save it as .xlsx or CSV and send that.`,
    )
  }
  const relations = await relationsOf(parts, main.part)
  const named = (type: string) => parts.get(relations.find((one) => one.type === type)?.part ?? "") ?? null
  const { found, from1904 } = await sheetsIn(entry)
  const sheets = found.flatMap(({ id, ...sheet }) => {
    const relation = relations.find((one) => one.id === id && one.type === "worksheet")
    const part = relation && parts.get(relation.part)
    return part ? [{ ...sheet, entry: part }] : []
  })
  const styles = named("styles")
  return {
    sheets: [...sheets.filter((one) => !one.isHidden), ...sheets.filter((one) => one.isHidden)],
    from1904,
    styles: styles ? await stylesIn(styles) : [],
    strings: named("sharedStrings"),
  }
}

/** The sheet of that name, in any case. Throws Problem 422 `sheet_not_found` naming those there are. */
export function sheetNamed({ sheets }: Book, name: string): Sheet {
  const found =
    sheets.find((one) => one.name === name) ??
    sheets.find((one) => one.name.toLowerCase() === name.toLowerCase())
  if (found) return found
  const names = sheets.map((one) => one.name)
  const detail = `The workbook has no sheet ${JSON.stringify(name)}. Its sheets are: ${namesText(names)}.`
  const errors = names.map((message) => ({ path: "options.sheet", message }))
  throw problem(422, "sheet_not_found", detail, { errors })
}

export interface Relation {
  id: string
  type: string
  part: string
}

/** What a part points to; of no part, the package. */
export async function relationsOf(parts: Parts, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf("/") + 1)
  const entry = parts.get(`${folder}_rels/${part.slice(folder.length)}.rels`)
  const found: Relation[] = []
  if (!entry) return found
  await readWhole(
    entry,
    onOpen((name, { Id: id = "", Type: type = "", Target: target = "", TargetMode: mode }) => {
      if (name !== "Relationship" || mode === "External") return
      found.push({
        id,
        type: type.slice(type.lastIndexOf("/") + 1),
        part: resolved(folder, target).toLowerCase(),
      })
    }),
    MOST_BYTES,
  )
  return found
}

function resolved(folder: string, target: string): string {
  const path = target.replaceAll("\\", "/")
  const steps = (path.startsWith("/") ? path.slice(1) : folder + path).split("/")
  const kept: string[] = []
  for (const step of steps) {
    if (step === "..") kept.pop()
    else if (step !== ".") kept.push(step)
  }
  return kept.join("/")
}

async function sheetsIn(entry: ZipEntry) {
  const found: { id: string; name: string; isHidden: boolean }[] = []
  let from1904 = false
  const take = onOpen((tag, attributes) => {
    if (tag === "workbookPr") from1904 = attributes.date1904 === "1" || attributes.date1904 === "true"
    if (tag !== "sheet") return
    const [, id = ""] = Object.entries(attributes).find(([name]) => name.endsWith(":id")) ?? []
    found.push({ id, name: attributes.name ?? "", isHidden: (attributes.state ?? "visible") !== "visible" })
  })
  await readWhole(entry, take, MOST_BYTES)
  return { found, from1904 }
}

async function stylesIn(entry: ZipEntry): Promise<CellStyle[]> {
  const codes = new Map<number, string>()
  const styles: CellStyle[] = []
  let ofCells = false
  await readWhole(
    entry,
    {
      open(tag, { numFmtId = "0", formatCode = "" }) {
        if (tag === "cellXfs") ofCells = true
        else if (tag === "numFmt") codes.set(Number(numFmtId), formatCode)
        else if (tag === "xf" && ofCells) {
          const code = codes.get(Number(numFmtId))
          styles.push({ kind: kindOfFormat(Number(numFmtId), code), padding: paddingOf(code) })
        }
      },
      close(tag) {
        if (tag === "cellXfs") ofCells = false
      },
      text() {},
    },
    MOST_BYTES,
  )
  return styles
}

const onOpen = (open: XmlTaker["open"]): XmlTaker => ({ open, close() {}, text() {} })
