import type { Dataset, Table } from "./declaration.ts"
import { field } from "./define.ts"

const pair: Table = {
  name: "qa_pair",
  key: "qa_pairs",
  policy: "keyed",
  columns: [
    field("question", "html", { required: true, aliases: ["q", "vraag", "prompt"] }),
    field("answer", "html", { required: true, aliases: ["a", "antwoord", "reponse", "response"] }),
    field("category", "text", { aliases: ["topic", "section", "categorie"] }),
    field("tags", "list", { aliases: ["labels", "keywords"] }),
  ],
  identity: ["question"],
  derived: [],
  batchSize: 50,
}

/** Questions and their answers, ready for similarity search. */
export const qaPairs: Dataset = {
  name: "qa-pairs",
  label: "Q&A pairs",
  description: "Questions with their answers, kept as drafts and embedded for similarity search.",
  source: "records",
  formats: ["csv", "json"],
  tables: [pair],
  afterSteps: [
    {
      operation: "embed",
      table: "qa_pair",
      after: ["qa_pair"],
      writes: ["embedding", "embedding_status"],
      types: { embedding: "float[]" },
      reads: ["question", "answer"],
      cleared: { embedding_status: "pending" },
      parameters: {},
      batchSize: 50,
    },
  ],
  batchSize: { min: 1, max: 500 },
  duplicates: ["skip", "update"],
  sequential: false,
  example: { file_name: "qa-pairs.csv", files: ["qa-pairs.csv"] },
}
