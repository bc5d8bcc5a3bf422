import type { Dataset, Table } from "./declaration.ts"
import { field } from "./define.ts"

const node: Table = {
  name: "taxonomy_node",
  key: "taxonomy_nodes",
  policy: "keyed",
  columns: [
    field("url", "url", { required: true, aliases: ["link", "address", "page", "uri", "loc"] }),
    field("title", "text", { aliases: ["name", "label"] }),
    field("description", "text", { aliases: ["summary", "abstract"] }),
    field("parent_url", "url", { aliases: ["parent", "parent link", "parent page"] }),
    field("metadata", "json", { aliases: ["meta", "attributes", "properties"] }),
  ],
  identity: ["project_id", "url"],
  derived: [],
  batchSize: 100,
  checks: ["parent_cycle"],
  related: [
    { name: "parent", table: "taxonomy_node", column: "id", value: "parent_id" },
    { name: "children", table: "taxonomy_node", column: "parent_id", value: "id" },
  ],
}

/** A taxonomy of URLs, each under the page above it. */
export const taxonomy: Dataset = {
  name: "taxonomy",
  label: "Taxonomy",
  description: "Pages by their URL, put in a hierarchy by what their paths or parent_url say.",
  source: "records",
  formats: ["csv", "json"],
  tables: [node],
  afterSteps: [
    {
      operation: "build_hierarchy",
      table: "taxonomy_node",
      after: ["taxonomy_node"],
      writes: ["parent_id", "depth"],
      types: { parent_id: "uuid", depth: "integer" },
      parameters: {},
      batchSize: 2_500,
    },
  ],
  batchSize: { min: 10, max: 500 },
  mostRows: 10_000,
  scoped: true,
  duplicates: ["skip", "update"],
  sequential: false,
  example: { file_name: "taxonomy.csv", files: ["taxonomy.csv"] },
}
