import { z } from "zod"

/** A count or a number of milliseconds, bytes, rows: never negative, always a plain JSON number. */
export const Count = z.int().nonnegative()

/** UTC, ISO 8601, ending in Z. */
export const Timestamp = z.iso.datetime()
export const DateOnly = z.iso.date()

/**
 * The id of a job as a request names it. Any text passes here: one that cannot be the id of a job is
 * answered like an unknown one, 404, since to the caller both mean the same.
 */
export const JobReference = z.string().min(1, "name the job").max(200)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether the text could be an id at all. */
export function isId(text: string): boolean {
  return UUID.test(text)
}

/** Anything JSON can say. */
export const JsonValue = z.json()

/**
 * An object of a request, whose names may be so long. What its values are is not looked at: they were read from JSON, and to look at each
 * takes far longer than to read it.
 */
export function sentObject(names: { minLength: number; maxLength: number }) {
  const { minLength, maxLength } = names
  const fits = (value: unknown) =>
    Object.keys(value as object).every(({ length }) => length >= minLength && length <= maxLength)
  const propertyNames = { type: "string", ...names }
  return z
    .unknown()
    .meta({ type: "object", propertyNames, additionalProperties: {} })
    .refine(isObject, { error: "must be an object", abort: true })
    .refine(fits, `must have names of ${minLength} to ${maxLength} characters`) as z.ZodType<
    Record<string, z.infer<typeof JsonValue>>
  >
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value)

/** Opaque: handed out as `next_cursor`, handed back as `cursor`. */
export const NextCursor = z.string().nullable()

/** What every list takes: query values are text, so the limit is coerced. */
export const PageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().min(1).max(500).optional(),
}

/** A truth value in a query string or a form field. */
export const Flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1")
