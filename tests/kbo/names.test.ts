import { describe, expect, test } from "vitest"
import { expectRegister } from "../support/ask.ts"
import { importExtract, rollBack } from "../support/drive.ts"
import { enterprise, handmade, line, upTo } from "../support/handmade.ts"
import { ownLab } from "../support/own-lab.ts"
import { inLongRuns } from "../support/rounds.ts"
import { checksums } from "../support/tables.ts"

const SHOP = "2.000.000.046"

const lab = ownLab()

const full = (denomination: string[]) =>
  handmade({
    number: 1,
    type: "full",
    lines: {
      enterprise: upTo(4).map((n) => line.enterprise(n)),
      establishment: [`"${SHOP}",01-01-2020,"${enterprise(1)}"`],
      denomination,
    },
  })

const update = (number: number, lines: Record<string, string[]>) =>
  handmade({ number, type: "update", lines })

async function namesOf(n: number) {
  const [row] = await lab.read(
    `select primary_name as name, primary_name_language as language, primary_name_nl as nl, primary_name_fr as fr,
       primary_name_de as de
     from enterprise_current where entity_number = '${enterprise(n)}'`,
  )
  return row && Object.values(row)
}

describe("the name of an enterprise", () => {
  test("is Dutch, French, of unknown language, German, English, or else its number", async () => {
    await importExtract(
      lab,
      await full([
        ...["4", "3", "0", "1", "2"].map((language) => line.name(1, `N${language}`, language)),
        ...["4", "3", "0"].map((language) => line.name(2, `N${language}`, language)),
        line.name(3, "Only English", "4"),
        `"${enterprise(4)}","2","002","An abbreviation"`,
      ]),
    )
    expect(await namesOf(1)).toEqual(["N2", "2", "N2", "N1", "N3"])
    expect(await namesOf(2)).toEqual(["N0", "0", null, null, "N3"])
    expect(await namesOf(3)).toEqual(["Only English", "4", null, null, null])
    expect(await namesOf(4)).toEqual([enterprise(4), null, null, null, null])
  })

  inLongRuns(
    "follows its denominations also when nothing else of it changes, and comes back when that is undone",
    async () => {
      const first = await full(
        upTo(4).flatMap((n) => [line.name(n, `Naam ${n}`), line.name(n, `Nom ${n}`, "1")]),
      )
      await importExtract(lab, first)
      const before = await checksums(lab)
      const second = await update(2, {
        denomination_delete: [1, 2, 3].map(line.key),
        denomination_insert: [
          line.name(2, "Anders"),
          `"${enterprise(3)}","1","003","Enseigne"`,
          line.name(4, "Zz"),
        ],
      })
      const job_id = await importExtract(lab, second)
      expect(await namesOf(1)).toEqual([enterprise(1), null, null, null, null])
      expect(await namesOf(2)).toEqual(["Anders", "2", "Anders", null, null])
      expect(await namesOf(3)).toEqual([enterprise(3), null, null, null, null])
      expect(await namesOf(4)).toEqual(["Zz", "2", "Zz", "Nom 4", null])
      expect(await lab.read("select count(*) as n from enterprise")).toEqual([{ n: 4 }])
      await expectRegister(lab, first, second)
      await rollBack(lab, job_id)
      expect(await checksums(lab)).toEqual(before)
    },
  )

  inLongRuns("is found anew when its own row is exchanged or a Full drops its denomination", async () => {
    const first = await full(upTo(4).map((n) => line.name(n, `Naam ${n}`)))
    const second = await update(2, {
      enterprise_delete: [line.key(1)],
      enterprise_insert: [line.enterprise(1, "012")],
    })
    await importExtract(lab, first)
    await importExtract(lab, second)
    expect(await namesOf(1)).toEqual(["Naam 1", "2", "Naam 1", null, null])
    const repair = await handmade({
      number: 3,
      type: "full",
      lines: {
        enterprise: upTo(4).map((n) => line.enterprise(n)),
        establishment: [`"${SHOP}",01-01-2020,"${enterprise(1)}"`],
        denomination: [line.name(1, "Naam 1"), line.name(3, "Naam 3")],
      },
    })
    await importExtract(lab, repair)
    expect(await namesOf(2)).toEqual([enterprise(2), null, null, null, null])
    await expectRegister(lab, first, second, repair)
  })
})

inLongRuns("the name of an establishment is its commercial one, and none when it loses that", async () => {
  const shopName = (text: string, type = "003", language = "1") =>
    `"${SHOP}","${language}","${type}","${text}"`
  const nameOfShop = async () =>
    (
      await lab.read("select commercial_name as n, commercial_name_language as l from establishment_current")
    )[0]
  const first = await full([shopName("Magasin"), shopName("Winkel", "003", "2"), shopName("Zzz", "001", "2")])
  await importExtract(lab, first)
  expect(await nameOfShop()).toEqual({ n: "Winkel", l: "2" })
  const second = await update(2, {
    denomination_delete: [`"${SHOP}"`],
    denomination_insert: [shopName("X", "001")],
  })
  await importExtract(lab, second)
  expect(await nameOfShop()).toEqual({ n: null, l: null })
  await expectRegister(lab, first, second)
})
