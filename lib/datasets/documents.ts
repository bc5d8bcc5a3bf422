import type { Dataset, Table } from "./declaration.ts"
import { field } from "./define.ts"

const document: Table = {
  name: "document",
  key: "documents",
  policy: "keyed",
  columns: [
    field("filename", "text", { required: true }),
    field("content_hash", "text", { required: true }),
    field("media_type", "text", { required: true }),
    field("bytes", "integer", { required: true }),
    field("text", "text", { required: true, long: true }),
    field("author", "text"),
    field("department", "text"),
    field("date_created", "date"),
    field("tags", "list"),
    field("category", "text"),
    field("metadata", "json"),
  ],
  identity: ["content_hash"],
  derived: [],
  batchSize: 1,
  kept: [field("warnings", "json")],
  parts: [
    {
      table: "document_chunk",
      key: "document_chunks",
      list: "_chunks",
      owner: "document_id",
      pages: "_pages",
      sections: "_sections",
    },
  ],
}

/** Documents, their text and its pieces. */
export const documents: Dataset = {
  name: "documents",
  label: "Documents",
  description:
    "PDF, Word, PowerPoint, OpenDocument, RTF, e-mail, HTML, Markdown and text: what they say, cut into pieces for similarity search.",
  source: "documents",
  large: "texts",
  tables: [document],
  afterSteps: [
    {
      operation: "embed",
      table: "document_chunk",
      after: ["document"],
      writes: ["embedding", "embedding_status"],
      types: { embedding: "float[]" },
      reads: ["text"],
      parameters: {},
      batchSize: 50,
    },
  ],
  batchSize: { min: 1, max: 20 },
  mostRows: 100,
  duplicates: [],
  sequential: false,
  example: {
    file_name: "documents.zip",
    files: ["metadata.csv", "welcome.md", "opening-hours.html", "house-rules.txt"],
  },
}
