import { z } from "zod"
import { type Endpoint, endpoints } from "./contract/endpoints.ts"
import * as contract from "./contract/index.ts"

type Json = Record<string, unknown>

const PATH_PARAMETER: Record<string, Json> = {
  upload_id: { type: "string", format: "uuid" },
  batch_id: { type: "string", format: "uuid" },
  number: { type: "integer", minimum: 1 },
  dataset: { type: "string", description: "The name of a dataset, such as daily-update" },
  job_id: { type: "string", format: "uuid" },
}

/** The OpenAPI 3.1 description of every call, made of the same schemas that check requests and answers. */
export function openApiDocument(): Json {
  const { names, schemas } = components()
  const paths: Record<string, Json> = {}
  for (const endpoint of Object.values<Endpoint>(endpoints)) {
    const path = endpoint.path.replace(/:(\w+)/g, "{$1}")
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, names) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Sluice",
      version: "1.0.0",
      description: "Imports data of any size through calls that each take seconds. Times are UTC, ISO 8601.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        key: { type: "apiKey", in: "header", name: "X-API-Key" },
      },
    },
  }
}

/** Requests as they may be sent (defaults left out), answers as they are sent. */
function components(): { names: Map<z.ZodType, string>; schemas: Json } {
  const exported: [string, unknown][] = Object.entries(contract)
  const named = exported.filter((entry): entry is [string, z.ZodType] => {
    const [name, schema] = entry
    if (schema === contract.JsonValue) return true
    const kinds = [z.ZodObject, z.ZodEnum, z.ZodUnion]
    return !name.endsWith("Query") && kinds.some((kind) => schema instanceof kind)
  })
  const isInput = ([name]: [string, unknown]) => name.endsWith("Request") || name === "ImportOptions"
  return {
    names: new Map(named.map(([name, schema]) => [schema, name])),
    schemas: {
      ...jsonSchemas(
        named.filter((entry) => isInput(entry) || entry[1] === contract.JsonValue),
        "input",
      ),
      ...jsonSchemas(
        named.filter((entry) => !isInput(entry)),
        "output",
      ),
    },
  }
}

function jsonSchemas(named: [string, z.ZodType][], io: "input" | "output"): Json {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of named) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { io, uri: reference })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, withoutIds(schema as Json)]),
  )
}

function withoutIds({ $schema: _schema, $id: _id, ...schema }: Json): Json {
  return schema
}

function reference(name: string): string {
  return `#/components/schemas/${name}`
}

function operation(endpoint: Endpoint, names: Map<z.ZodType, string>): Json {
  const content = answerContent(endpoint, names)
  const responses = Object.fromEntries(
    [...successStatuses(endpoint)].map((status) => [status, { description: endpoint.summary, content }]),
  )
  return {
    summary: endpoint.summary,
    ...(endpoint.access === "public" ? { security: [] } : { security: [{ bearer: [] }, { key: [] }] }),
    "x-access": endpoint.access,
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint)],
    ...requestBody(endpoint, names),
    responses: { ...responses, default: refusal(endpoint) },
  }
}

function answerContent({ answer, also = [], file }: Endpoint, names: Map<z.ZodType, string>): Json {
  if (file) return Object.fromEntries(file.map((mediaType) => [mediaType, {}]))
  return {
    "application/json": { schema: { $ref: reference(names.get(answer) ?? "") } },
    ...Object.fromEntries(also.map((mediaType) => [mediaType, {}])),
  }
}

function successStatuses({ statuses, method, path }: Endpoint): number[] {
  return method === "POST" && path === endpoints.upload.path ? [201] : [200, ...(statuses ?? [])]
}

function pathParameters({ path }: Endpoint): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: PATH_PARAMETER[name] ?? { type: "string" },
  }))
}

function queryParameters({ query }: Endpoint): Json[] {
  if (!query) return []
  const { properties = {} } = z.toJSONSchema(query, { io: "input" })
  return Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }))
}

function requestBody({ body, bodyless, bytes, form }: Endpoint, names: Map<z.ZodType, string>): Json {
  const json = body ?? form?.json
  const content = {
    ...(bytes && { "application/octet-stream": {} }),
    ...(json && { "application/json": { schema: { $ref: reference(names.get(json) ?? "") } } }),
    ...(form && { "multipart/form-data": { schema: formSchema(form) } }),
  }
  return json || form || bytes ? { requestBody: { required: !bodyless, content } } : {}
}

function formSchema({ fields, files }: NonNullable<Endpoint["form"]>): Json {
  const file = { type: "string", contentMediaType: "application/octet-stream" }
  const many = { type: "array", items: file, minItems: 1 }
  return {
    type: "object",
    // By either name, or by both.
    anyOf: [{ required: ["file"] }, { required: ["files"] }],
    additionalProperties: false,
    properties: {
      ...(files === "many" ? { file: many, files: many } : { file, files: file }),
      ...Object.fromEntries(
        fields.map((name) => [name, { type: "string", contentMediaType: "application/json" }]),
      ),
    },
  }
}

function refusal({ error_object }: Endpoint): Json {
  if (error_object) {
    const schema = { $ref: reference("ErrorObject") }
    return {
      description: "A refusal: `message` says what to do next",
      content: { "application/json": { schema } },
    }
  }
  return {
    description: "A problem (RFC 9457): `code` is stable, `detail` says what to do next",
    content: { "application/problem+json": { schema: { $ref: reference("ProblemAnswer") } } },
  }
}
