import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { parseEnv } from "node:util"
import type { z } from "zod"
import { type ApiKey, sha256Of } from "./api-keys.ts"
import type { SettingProblem } from "./contract/health.ts"
import { bucketOf, contradictions, Environment, inBucket, type LogLevel } from "./environment.ts"
import { settingProblems } from "./settings.ts"
import { issueText } from "./words.ts"

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

function nameOf([variable, ...rest]: PropertyKey[]): string {
  return (
    String(variable) +
    rest.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("")
  )
}

/** The most bytes of one source, sent or fetched. */
export function mostUploadBytes({ max_upload_mb }: Pick<Config, "max_upload_mb">): number {
  return max_upload_mb * 1_048_576
}

/** Whether a database is a file of this machine. */
export function isDatabaseFile(location: string): boolean {
  return !/^(md:|:memory:|\w+:\/\/)/.test(location)
}

function kboOf({ SLUICE_KBO_URL: url, SLUICE_KBO_USER: user, SLUICE_KBO_PASSWORD: password }: Environment) {
  if (user === undefined || password === undefined) return null
  return { url: url.replace(/\/+$/, ""), user, password }
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
