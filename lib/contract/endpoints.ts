import { clientEndpoints } from "./client-endpoints.ts"
import { feedEndpoints } from "./feed-endpoints.ts"
import { fileEndpoints } from "./file-endpoints.ts"
import { importEndpoints } from "./import-endpoints.ts"
import { listingEndpoints } from "./listing-endpoints.ts"
import { serviceEndpoints } from "./service-endpoints.ts"

export type { Access, Endpoint } from "./endpoint.ts"

/** Every call of the API. */
export const endpoints = {
  ...importEndpoints,
  ...listingEndpoints,
  ...fileEndpoints,
  ...clientEndpoints,
  ...feedEndpoints,
  ...serviceEndpoints,
} as const
