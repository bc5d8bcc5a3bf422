import { totalmem } from "node:os"
import ipaddr from "ipaddr.js"
import { z } from "zod"
import { ApiKeys } from "./api-keys.ts"
import type { SettingProblem } from "./contract/health.ts"

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const HALF_THE_MACHINE_MB = Math.floor(totalmem() / 2 / 1_048_576)

const number = z.coerce.number()
const port = number.int().min(0).max(65_535)
const seconds = number.positive().max(3_600)
const megabytes = number.int().positive()

const List = z.string().transform((text) =>
  text
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== ""),
)

const Networks = List.refine(
  (networks) => networks.every((network) => ipaddr.isValid(network) || ipaddr.isValidCIDR(network)),
  "must be addresses, or networks such as 10.0.0.0/8",
)

/** Every variable there is, and what it takes. */
export const Environment = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: port.default(3000),
  SLUICE_DATABASE: z.string().default("./data/sluice.duckdb"),
  MOTHERDUCK_TOKEN: z.string().optional(),
  SLUICE_FILES: z
    .string()
    .regex(/^(?!s3:)|^s3:\/\/[a-z0-9][a-z0-9.-]+(\/[^?#]*)?$/, "must be a folder or s3://bucket/prefix")
    .optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  S3_REGION: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  SLUICE_API_KEYS: ApiKeys.prefault("[]"),
  SLUICE_SESSION_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  SLUICE_URL_ALLOW: List.prefault(""),
  SLUICE_TRUSTED_PROXIES: Networks.prefault(""),
  SLUICE_LEASE_SECONDS: seconds.default(60),
  SLUICE_BATCH_BUDGET_SECONDS: seconds.default(25),
  SLUICE_STRIDE_SECONDS: number.min(0).max(60).default(1),
  SLUICE_PREPARE_BUDGET_SECONDS: seconds.default(75),
  SLUICE_MEMORY_BUDGET_MB: megabytes.default(Math.min(5_120, HALF_THE_MACHINE_MB)),
  SLUICE_MAX_UPLOAD_MB: megabytes.default(10_240),
  SLUICE_KEEP_FILES_DAYS: number.positive().max(36_500).default(30),
  SLUICE_KEEP_JOBS_DAYS: number.positive().max(36_500).default(400),
  SLUICE_STARTS_PER_MINUTE: number.int().positive().default(60),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// URL" }).optional(),
  MAIL_FROM: z.string().optional(),
  SLUICE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  SLUICE_ALERT_MAIL: z.email("must be one mail address").optional(),
  SLUICE_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  SLUICE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, "must be whsec_ and 24 to 64 bytes in base64")
    .optional(),
  SLUICE_KBO_URL: z
    .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
    .default("https://kbopub.economie.fgov.be/kbo-open-data"),
  SLUICE_KBO_USER: z.string().optional(),
  SLUICE_KBO_PASSWORD: z.string().optional(),
  VERCEL_PROJECT_PRODUCTION_URL: z.string().optional(),
  VERCEL_URL: z.string().optional(),
  VERCEL_BRANCH_URL: z.string().optional(),
  EMBEDDINGS_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  EMBEDDINGS_KEY: z.string().optional(),
  EMBEDDINGS_MODEL: z.string().optional(),
  CRON_SECRET: z.string().min(16, "must have at least 16 characters").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
  SLUICE_FAIL_AT: z.string().optional(),
  SLUICE_STATEMENT_LATENCY_MS: number.min(0).max(10_000).default(0),
  VERCEL: z.string().optional(),
})
export type Environment = z.infer<typeof Environment>

/** What of these does not go together: every problem, none with a value. */
export function contradictions(env: Environment): SettingProblem[] {
  const problems: SettingProblem[] = []
  const bucket = bucketOf(env)
  if (bucket?.access_key_id === "" || bucket?.secret_access_key === "") {
    problems.push({
      variable: "S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY",
      problem: "are not both set, though SLUICE_FILES names a bucket",
      advice: "Set them, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    })
  }
  if (env.SLUICE_WEBHOOK_URL !== undefined && env.SLUICE_WEBHOOK_SECRET === undefined) {
    problems.push({
      variable: "SLUICE_WEBHOOK_SECRET",
      problem:
        "is not set, so nobody could tell what comes to SLUICE_WEBHOOK_URL from what others send there",
      advice: "Set it to whsec_ and 24 to 64 random bytes in base64.",
    })
  }
  if ((env.SLUICE_KBO_USER === undefined) !== (env.SLUICE_KBO_PASSWORD === undefined)) {
    problems.push({
      variable: "SLUICE_KBO_USER, SLUICE_KBO_PASSWORD",
      problem: "are not both set",
      advice: "Set both, or neither.",
    })
  }
  if (env.SLUICE_LEASE_SECONDS <= env.SLUICE_BATCH_BUDGET_SECONDS) {
    problems.push({
      variable: "SLUICE_LEASE_SECONDS",
      problem: "is not longer than SLUICE_BATCH_BUDGET_SECONDS, so a batch still at work would be taken over",
      advice: "Set it to more than that.",
    })
  }
  const names = env.SLUICE_API_KEYS.map((key) => key.name)
  if (new Set(names).size < names.length) {
    problems.push({
      variable: "SLUICE_API_KEYS",
      problem: "has two entries of the same name, so the audit log could not tell them apart",
      advice: "Give each entry a name of its own.",
    })
  }
  const digests = env.SLUICE_API_KEYS.map((key) => key.sha256)
  if (new Set(digests).size < digests.length) {
    problems.push({
      variable: "SLUICE_API_KEYS",
      problem: "has the same key in two entries",
      advice: "Give each entry a key of its own.",
    })
  }
  return problems
}

/** Whether stored files are in a bucket. */
export function inBucket(env: Pick<Environment, "SLUICE_FILES">): boolean {
  return env.SLUICE_FILES?.startsWith("s3://") ?? false
}

/** Names of its own win over those the platform may have set for its own purposes, pair by pair. */
export function bucketOf(env: Environment) {
  if (!inBucket(env)) return null
  const own = env.S3_ACCESS_KEY_ID !== undefined
  return {
    endpoint: env.S3_ENDPOINT ?? null,
    region: env.S3_REGION ?? env.AWS_REGION ?? "us-east-1",
    access_key_id: (own ? env.S3_ACCESS_KEY_ID : env.AWS_ACCESS_KEY_ID) ?? "",
    secret_access_key: (own ? env.S3_SECRET_ACCESS_KEY : env.AWS_SECRET_ACCESS_KEY) ?? "",
    session_token: own ? null : (env.AWS_SESSION_TOKEN ?? null),
  }
}
