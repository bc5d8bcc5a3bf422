import type { Operation } from "../../contract/index.ts"
import { plainName } from "../../words.ts"

interface Described {
  operation: Operation
  records: number
  batch_number: number
  of: number
}

const WHAT: Record<Operation, (records: string, table: string) => string> = {
  delete: (records, table) => `Marking ${records}${table} as historical`,
  mend: (records, table) => `Mending ${records}${table}`,
  insert: (records, table) => `Adding ${records}${table}`,
  resolve_names: (_records, table) => `Resolving the names of ${table}`,
  build_hierarchy: (_records, table) => `Building the hierarchy of ${table}`,
  embed: (records, table) => `Embedding ${records}${table}`,
}

/** One sentence on what a batch does: "Marking 957 addresses as historical (batch 13/15)". */
export function describeBatch(table: string, batch: Described): string {
  const records = batch.records > 0 ? `${batch.records} ` : ""
  return `${WHAT[batch.operation](records, plainName(table))} (batch ${batch.batch_number}/${batch.of})`
}
