import { hash } from "node:crypto"
import type { AfterStep } from "../../datasets/declaration.ts"
import { stepOf } from "../../datasets/questions.ts"
import { slotsFor, statement } from "../../db/statement.ts"
import { type Embedder, EmbeddingError } from "../../embeddings/index.ts"
import { endOf } from "./claim.ts"
import type { Before } from "./script.ts"
import { stepSlots } from "./slots.ts"
import type { Work } from "./work.ts"

/** Left of a batch's time budget for writing what has been embedded. */
const WRITING_MS = 3_000

interface Text {
  id: string
  _entity_key: number
  text: string
  /** By an earlier attempt, or as it was before it was changed. */
  refused: boolean
  /** Of the vectors the table has already. */
  dimensions: number | null
}

/**
 * Embeds the texts of a batch; answers what gives the connection the vectors, for the statements that write them, and why a text
 * has none: one that is refused keeps no other from having its. Nothing is held open in the database meanwhile. Throws
 * EmbeddingError.
 */
export async function holdVectors(work: Work): Promise<Before | undefined> {
  const { connection, dataset, claim, effects } = work
  if (claim.mode.startsWith("dry_")) return undefined
  const step = stepOf(dataset, claim.table_name, claim.operation)
  const texts = await connection.rows<Text>(
    statement("apply/embed/texts", slotsFor("apply/embed/texts", stepSlots(step))),
  )
  const deadline = endOf(claim, effects) - WRITING_MS
  const asked = texts.length === 0 ? [] : await askForAll(effects.embedder, texts, deadline)
  assertComparable(step, effects.embedder, texts[0]?.dimensions ?? null, asked)
  return {
    sql: statement("apply/embed/hold_vectors"),
    values: { vectors: JSON.stringify(asked.map(heldOf)) },
    idle: idleSteps(asked),
  }
}

/** Hardly a text is ever refused, and each statement is a way to the database. */
function idleSteps(asked: readonly Asked[]): string[] {
  const any = asked.some(({ text, embedding }) => text.refused || embedding === null)
  return any ? [] : ["embed/forget_refused", "embed/list_refused"]
}

/** What came of a text: its vector, or why it is refused. */
interface Asked {
  text: Text
  embedding: number[] | null
  message: string | null
}

async function askForAll(embedder: Embedder, texts: readonly Text[], deadline: number): Promise<Asked[]> {
  const asked: Asked[] = []
  for (let from = 0; from < texts.length; from += embedder.most_texts) {
    asked.push(...(await ask(embedder, texts.slice(from, from + embedder.most_texts), deadline)))
  }
  return asked
}

/** Nobody refuses this word: whoever does would refuse every text. */
const HARMLESS = "Hello"

/** Finds the texts that are refused by halving, once the endpoint has shown that it takes others; these get their vectors. */
async function ask(
  embedder: Embedder,
  texts: readonly Text[],
  deadline: number,
  takesOthers = false,
): Promise<Asked[]> {
  try {
    return await embedded(embedder, texts, deadline)
  } catch (error) {
    const message = error instanceof EmbeddingError ? error.of_text : null
    if (message === null) throw error
    if (!takesOthers) await embedder.embed([HARMLESS], { deadline })
    if (texts.length === 1) return texts.map((text) => ({ text, embedding: null, message }))
    const middle = Math.ceil(texts.length / 2)
    const first = await ask(embedder, texts.slice(0, middle), deadline, true)
    return [...first, ...(await ask(embedder, texts.slice(middle), deadline, true))]
  }
}

async function embedded(embedder: Embedder, texts: readonly Text[], deadline: number): Promise<Asked[]> {
  const vectors = await embedder.embed(
    texts.map(({ text }) => text),
    { deadline },
  )
  return texts.map((text, i) => ({ text, embedding: vectors[i] ?? null, message: null }))
}

function assertComparable(
  step: AfterStep,
  { name }: Embedder,
  known: number | null,
  asked: readonly Asked[],
): void {
  const dimensions = asked.find(({ embedding }) => embedding !== null)?.embedding?.length
  if (known === null || dimensions === undefined || known === dimensions) return
  const message = `${step.table} has embeddings of ${known} dimensions; ${name} makes ${dimensions}. They cannot be compared: take the imports of it back and import them again, or go back to the model before.`
  throw new EmbeddingError(message, false)
}

function heldOf({ text: { id, _entity_key, text }, embedding, message }: Asked) {
  const digest = hash("md5", text)
  const embedding_status = embedding === null ? "failed" : "embedded"
  return { id, _entity_key, digest, embedding, embedding_status, message }
}
