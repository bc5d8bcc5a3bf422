import { expect, test } from "vitest"
import { foldLog } from "../../lib/db/fold-log.ts"
import { openLab } from "../support/lab.ts"

test("texts that need more than the usual memory together are folded into the file, and the database goes on", async () => {
  const lab = await openLab()
  await lab.run("set memory_limit = '1GB'")
  for (let i = 0; i < 240; i += 1) {
    await lab.run(`
      insert into document by name
      select uuid() as id, ${i} as _entity_key, '${i}.txt' as filename, md5('${i}') as content_hash, 'text/plain' as media_type,
        1_000_000 as bytes, repeat('${i} ', 250_000) as text, uuid() as imported_from, now()::timestamp as created_at,
        now()::timestamp as updated_at`)
  }
  await lab.run("set memory_limit = '192MB'")
  const { db } = lab.effects
  await db.use((connection) => foldLog(connection, db))
  expect(
    await lab.read("select count(*)::integer as documents from document where length(text) > 500_000"),
  ).toEqual([{ documents: 230 }])
  lab.close()
})
