import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { totalmem } from "node:os"
import { resolve } from "node:path"
import { parseEnv } from "node:util"
import ipaddr from "ipaddr.js"
import { z } from "zod"
import { Role } from "./contract/access.ts"
import type { SettingProblem } from "./contract/health.ts"
import { settingProblems } from "./settings.ts"
import { issueText } from "./words.ts"

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const HALF_THE_MACHINE_MB = Math.floor(totalmem() / 2 / 1_048_576)

const number = z.coerce.number()
const port = number.int().min(0).max(65_535)
const seconds = number.positive().max(3_600)
const megabytes = number.int().positive()

const KeyEntry = z
  .strictObject({
    name: z.string().min(1).max(100),
    role: Role,
    projects: z.array(z.string().min(1)).default(["*"]),
    datasets: z.array(z.string().min(1)).default(["*"]),
    key: z.string().min(32, "must have at least 32 characters: npm run key makes one").optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits")
      .optional(),
  })
  .refine((entry) => (entry.key === undefined) !== (entry.sha256 === undefined), {
    message: "needs either key or sha256",
  })
  .transform(({ key, sha256, ...rest }) => ({
    ...rest,
    sha256: key === undefined ? (sha256 ?? "").toLowerCase() : sha256Of(key),
  }))

/** A key as it is kept: its text is dropped when the configuration is read. */
export type ApiKey = z.infer<typeof KeyEntry>

const ApiKeys = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON" })
      return z.NEVER
    }
  })
  .pipe(z.array(KeyEntry))

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

const Environment = z.object({
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
type Environment = z.infer<typeof Environment>

/** Everything the environment can say, parsed. Times in seconds, sizes in MB, secrets only where something must send them. */
export interface Config {
  host: string
  port: number
  /** An absolute path of a DuckDB file, `:memory:`, or `md:<database>`. */
  database: string
  motherduck_token: string | null
  /** Where uploaded and downloaded sources are: an absolute path, or `s3://bucket/prefix`. */
  files: string
  /** How to get at the bucket, when `files` names one. */
  s3: ReturnType<typeof bucketOf>
  api_keys: ApiKey[]
  session_secret: string | null
  /** `host` or `host:port`, lower case: may be fetched from although private. */
  url_allow: string[]
  /** Addresses and networks of proxies that are believed when they say who calls. */
  trusted_proxies: string[]
  lease_seconds: number
  batch_budget_seconds: number
  /** What one call applies takes about as long; 0 is one batch a call. */
  stride_seconds: number
  prepare_budget_seconds: number
  memory_budget_mb: number
  max_upload_mb: number
  /** How long a file that was sent is kept when no open import reads it. */
  keep_files_days: number
  /** How long an import that is over can be taken back, and its single rows and batches be looked at. */
  keep_jobs_days: number
  /** Imports of datasets with projects that one key may begin in a minute. */
  starts_per_minute: number
  smtp_url: string | null
  mail_from: string | null
  /** Where people reach the page, without a slash at the end; links in mails and webhooks lead there. */
  public_url: string | null
  /** Who is told of what nobody else is, and with what webhooks are signed. */
  alert_mail: string | null
  webhook_url: string | null
  webhook_secret: string | null
  /** The portal the register's extracts come from; null without an account of it. */
  kbo: { url: string; user: string; password: string } | null
  /** Hosts by which the platform itself reaches the deployment. */
  platform_hosts: string[]
  embeddings: { url: string; key: string | null; model: string | null } | null
  cron_secret_sha256: string | null
  log_level: LogLevel
  fail_at: string | null
  statement_latency_ms: number
  on_vercel: boolean
}

/** Thrown by readConfig: names every problem, one a line, and no value of any variable. */
export class ConfigError extends Error {
  readonly problems: SettingProblem[]

  constructor(problems: SettingProblem[]) {
    const lines = problems.map(({ variable, problem, advice }) => `  ${variable}: ${problem}. ${advice}`)
    super(`The configuration cannot be used:\n${lines.join("\n")}`)
    this.name = "ConfigError"
    this.problems = problems
  }
}

/** The process's environment, completed from `.env` in the working directory; what is set already wins. */
function ownEnvironment(): Record<string, string | undefined> {
  if (!existsSync(".env")) return process.env
  return { ...parseEnv(readFileSync(".env", "utf8")), ...process.env }
}

/**
 * Reads the configuration from the environment; an empty variable counts as unset.
 * @throws ConfigError with all problems at once
 */
export function readConfig(env: Record<string, string | undefined> = ownEnvironment()): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  )
  const parsed = Environment.safeParse(set, { error: issueText })
  if (!parsed.success) {
    const unreadable = parsed.error.issues.map(({ path, message }) => problemAt(nameOf(path), message))
    const rest = [...settingProblems(set), ...contradictions(readable(set, parsed.error))]
    throw new ConfigError([...unreadable, ...rest])
  }
  const problems = [...settingProblems(set), ...contradictions(parsed.data)]
  if (problems.length > 0) throw new ConfigError(problems)
  return configOf(parsed.data)
}

function problemAt(variable: string, problem: string): SettingProblem {
  return { variable, problem, advice: "The list of settings in .env.example says what it takes." }
}

/** The configuration with defaults in place of what cannot be read, so that the rest can be judged too. */
function readable(set: Record<string, string | undefined>, error: z.ZodError): Environment {
  const unreadable = new Set(error.issues.map((issue) => String(issue.path[0])))
  return Environment.parse(Object.fromEntries(Object.entries(set).filter(([name]) => !unreadable.has(name))))
}

/** The form in which keys and secrets are kept and compared. */
export function sha256Of(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex")
}

function nameOf([variable, ...rest]: PropertyKey[]): string {
  return (
    String(variable) +
    rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("")
  )
}

function contradictions(env: Environment): SettingProblem[] {
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

/** Whether a database is a file of this machine. */
export function isDatabaseFile(location: string): boolean {
  return !/^(md:|:memory:|\w+:\/\/)/.test(location)
}

function kboOf({ SLUICE_KBO_URL: url, SLUICE_KBO_USER: user, SLUICE_KBO_PASSWORD: password }: Environment) {
  if (user === undefined || password === undefined) return null
  return { url: url.replace(/\/+$/, ""), user, password }
}

function inBucket(env: Pick<Environment, "SLUICE_FILES">): boolean {
  return env.SLUICE_FILES?.startsWith("s3://") ?? false
}

/** Names of its own win over those the platform may have set for its own purposes, pair by pair. */
function bucketOf(env: Environment) {
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

function configOf(env: Environment): Config {
  return {
    host: env.HOST,
    port: env.PORT,
    database: isDatabaseFile(env.SLUICE_DATABASE) ? resolve(env.SLUICE_DATABASE) : env.SLUICE_DATABASE,
    motherduck_token: env.MOTHERDUCK_TOKEN ?? null,
    files: inBucket(env) ? (env.SLUICE_FILES ?? "") : resolve(env.SLUICE_FILES ?? "./data/files"),
    s3: bucketOf(env),
    api_keys: env.SLUICE_API_KEYS,
    session_secret: env.SLUICE_SESSION_SECRET ?? null,
    url_allow: env.SLUICE_URL_ALLOW,
    trusted_proxies: env.SLUICE_TRUSTED_PROXIES,
    lease_seconds: env.SLUICE_LEASE_SECONDS,
    batch_budget_seconds: env.SLUICE_BATCH_BUDGET_SECONDS,
    stride_seconds: env.SLUICE_STRIDE_SECONDS,
    prepare_budget_seconds: env.SLUICE_PREPARE_BUDGET_SECONDS,
    memory_budget_mb: env.SLUICE_MEMORY_BUDGET_MB,
    max_upload_mb: env.SLUICE_MAX_UPLOAD_MB,
    keep_files_days: env.SLUICE_KEEP_FILES_DAYS,
    keep_jobs_days: env.SLUICE_KEEP_JOBS_DAYS,
    starts_per_minute: env.SLUICE_STARTS_PER_MINUTE,
    smtp_url: env.SMTP_URL ?? null,
    mail_from: env.MAIL_FROM ?? null,
    public_url: env.SLUICE_PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    alert_mail: env.SLUICE_ALERT_MAIL ?? null,
    webhook_url: env.SLUICE_WEBHOOK_URL ?? null,
    webhook_secret: env.SLUICE_WEBHOOK_SECRET ?? null,
    kbo: kboOf(env),
    platform_hosts: [env.VERCEL_URL, env.VERCEL_BRANCH_URL, env.VERCEL_PROJECT_PRODUCTION_URL].filter(
      (host) => host !== undefined,
    ),
    embeddings: env.EMBEDDINGS_URL
      ? { url: env.EMBEDDINGS_URL, key: env.EMBEDDINGS_KEY ?? null, model: env.EMBEDDINGS_MODEL ?? null }
      : null,
    cron_secret_sha256: env.CRON_SECRET ? sha256Of(env.CRON_SECRET) : null,
    log_level: env.LOG_LEVEL,
    fail_at: env.SLUICE_FAIL_AT ?? null,
    statement_latency_ms: env.SLUICE_STATEMENT_LATENCY_MS,
    on_vercel: env.VERCEL !== undefined,
  }
}
