import type { z } from "zod"
import type { Role } from "./access.ts"
import type { FunctionName } from "./functions.ts"

/** Who a call is for: a role and those above it, everyone, or the scheduler with its secret. */
export type Access = Role | "public" | "scheduler"

/** One call of the API: what it takes and answers. Handlers and the OpenAPI document are made of these. */
export interface Endpoint<
  Path extends string = string,
  A extends z.ZodType = z.ZodType,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  F extends FunctionName = FunctionName,
> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** As a caller sees it: parameters start with a colon. Calls of one path are in one function. */
  path: Path
  /** The function file that answers it, which says how long it may take. */
  in: F
  access: Access
  summary: string
  query?: Q
  /** JSON. */
  body?: B
  /** Its body may have as many bytes as rows that come with a request. */
  large?: boolean
  /** May come without its body, which is then an empty object. */
  bodyless?: boolean
  /** On a machine of one's own it takes as long as it has to, for whoever listens; a function is ended all the same. */
  unhurried?: true
  /** Takes bytes as they are. */
  bytes?: boolean
  /** Takes multipart/form-data with these plain fields; `json` is what it takes instead. */
  form?: { fields: readonly string[]; files: "one" | "many"; json?: z.ZodType }
  answer: A
  /** Refuses with an `ErrorObject` instead of a problem. */
  error_object?: boolean
  /** Success statuses other than 200. */
  statuses?: readonly number[]
  /** Also answers files of these media types. */
  also?: readonly string[]
  /** Answers a file of one of these media types, and nothing else. */
  file?: readonly string[]
}

/** A call, with its path and schemas as types. */
export function endpoint<
  const Path extends string,
  A extends z.ZodType,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  const F extends FunctionName = FunctionName,
>(declared: Endpoint<Path, A, Q, B, F>): Endpoint<Path, A, Q, B, F> {
  return declared
}
