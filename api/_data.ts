import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { inFunction } from "../lib/http/background.ts"
import { dataFile } from "../lib/http/downloads.ts"
import { route } from "../lib/http/route.ts"
import { readData } from "../lib/import/read-data.ts"
import { writeData } from "../lib/import/write-data.ts"

/** The rows of a table. */
export const data = route(endpoints.data, liveEffects, async ({ params, query, actor, effects }) => {
  const { format, ...asked } = query
  if (format === "json") return readData({ ...params, ...asked, actor }, effects)
  // A server sends for as long as its client listens; a function is ended.
  const { deadline } = inFunction() ? effects : {}
  return dataFile(format, await writeData({ ...params, ...asked, format, actor }, { ...effects, deadline }))
})
