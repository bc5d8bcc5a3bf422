export type { MappedMetadata } from "./metadata.ts"
export { parseMetadataCsv } from "./metadata-csv.ts"
export { parseMetadataJson } from "./metadata-json.ts"
