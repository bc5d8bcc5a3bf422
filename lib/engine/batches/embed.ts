import { createHash } from "node:crypto"
import type { AfterStep } from "../../datasets/define.ts"
import { slotsIn, statement } from "../../db/statement.ts"
import { EmbeddingError } from "../../embeddings/index.ts"
import { stepSlots } from "./apply.ts"
import { endOf } from "./claim.ts"
import type { Before } from "./script.ts"
import type { Work } from "./work.ts"

/** Left of a batch's time budget for writing what has been embedded. */
const WRITING_MS = 3_000

interface Text {
  id: string
  _entity_key: number
  text: string
  /** Of the vectors the table has already. */
  dimensions: number | null
}

/**
 * Embeds the texts of a batch; answers what gives the connection the vectors, for the statements that write them.
 * Nothing is held open in the database meanwhile. Throws EmbeddingError.
 */
export async function holdVectors(work: Work): Promise<Before | undefined> {
  const { connection, claim, effects } = work
  if (claim.mode.startsWith("dry_")) return undefined
  const step = stepOf(work)
  const texts = await connection.rows<Text>(filled("apply/embed/texts", step))
  const deadline = endOf(claim, effects) - WRITING_MS
  const vectors = texts.length === 0 ? [] : await embedAll(work, step, texts, deadline)
  return { sql: statement("apply/embed/hold_vectors"), values: { vectors: JSON.stringify(vectors) } }
}

function stepOf({ dataset, claim }: Work): AfterStep {
  const step = dataset.afterSteps.find(
    (one) => one.operation === claim.operation && one.table === claim.table_name,
  )
  if (!step) throw new Error(`${dataset.name} has no step ${claim.operation} on ${claim.table_name}`)
  return step
}

function filled(name: string, step: AfterStep): string {
  const slots = stepSlots(step)
  const wanted = slotsIn(name).flatMap((slot) => (slots[slot] ? [[slot, slots[slot]] as const] : []))
  return statement(name, Object.fromEntries(wanted))
}

async function embedAll({ effects }: Work, step: AfterStep, texts: readonly Text[], deadline: number) {
  const { embedder } = effects
  const vectors = await embedder.embed(
    texts.map(({ text }) => text),
    { deadline },
  )
  const known = texts[0]?.dimensions ?? null
  const dimensions = vectors[0]?.length ?? 0
  if (known !== null && known !== dimensions) {
    const message = `${step.table} has embeddings of ${known} dimensions; ${embedder.name} makes ${dimensions}. They cannot be compared: empty the column first, or go back to the model before.`
    throw new EmbeddingError(message, false)
  }
  return texts.map(({ id, _entity_key, text }, i) => ({
    id,
    _entity_key,
    digest: createHash("md5").update(text).digest("hex"),
    embedding: vectors[i],
    embedding_status: "embedded",
  }))
}
