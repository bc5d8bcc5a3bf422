import type { SettingProblem } from "./contract/health.ts"

type Settings = Record<string, string | undefined>

/** What a deployment knows of itself and a rehearsal on one machine does not. */
const DEPLOYED = ["AWS_LAMBDA_FUNCTION_NAME", "VERCEL_DEPLOYMENT_ID"]

/**
 * What cannot work of an environment's settings, as far as that shows before anything is opened: every problem, none
 * with a value. An empty variable counts as unset. Whether a variable can be read at all is for lib/environment.ts.
 */
export function settingProblems(env: Settings): SettingProblem[] {
  return [
    ...(env.VERCEL ? [...onFunctions(env), ...secretsOf(env)] : []),
    ...problemIf(
      (env.SLUICE_DATABASE?.startsWith("md:") ?? false) && !env.MOTHERDUCK_TOKEN,
      "MOTHERDUCK_TOKEN",
      "is not set, and SLUICE_DATABASE names a MotherDuck database",
      "Set it to an access token of that database's account.",
    ),
  ]
}

/** Functions share nothing but what is reached over the network. */
function onFunctions(env: Settings): SettingProblem[] {
  const deployed = DEPLOYED.some((name) => env[name])
  if (env.SLUICE_ALLOW_LOCAL && !deployed) return []
  return [
    ...problemIf(
      !env.SLUICE_DATABASE?.startsWith("md:"),
      "SLUICE_DATABASE",
      "names a file, which on Vercel each function would have to itself and lose with its instance",
      "Set it to md:<database>, with MOTHERDUCK_TOKEN.",
    ),
    ...problemIf(
      !env.SLUICE_FILES?.startsWith("s3://"),
      "SLUICE_FILES",
      "names a folder, which on Vercel each function would have to itself and lose with its instance",
      "Set it to s3://<bucket>/<prefix>.",
    ),
    ...problemIf(
      Boolean(env.SLUICE_ALLOW_LOCAL),
      "SLUICE_ALLOW_LOCAL",
      "is for running built functions on one machine, and this is a deployment",
      "Unset it.",
    ),
  ]
}

function secretsOf(env: Settings): SettingProblem[] {
  return [
    ...problemIf(
      !env.SLUICE_API_KEYS || /^\s*\[\s*\]\s*$/.test(env.SLUICE_API_KEYS),
      "SLUICE_API_KEYS",
      "has no key, so everyone on the internet could import and roll back",
      "Set it to a JSON list with at least one key.",
    ),
    ...problemIf(
      !env.SLUICE_SESSION_SECRET,
      "SLUICE_SESSION_SECRET",
      "is not set, so whoever signs in with one function would be unknown to the next",
      "Set it to at least 16 random characters.",
    ),
    ...problemIf(
      !env.CRON_SECRET,
      "CRON_SECRET",
      "is not set, so the scheduler would be refused and imports without a browser stand still",
      "Set it to at least 16 random characters; the platform's own scheduler sends it by itself.",
    ),
    ...problemIf(
      Boolean(env.SLUICE_FAIL_AT),
      "SLUICE_FAIL_AT",
      "kills the process on purpose, which is for tests",
      "Unset it.",
    ),
  ]
}

function problemIf(wrong: boolean, variable: string, problem: string, advice: string): SettingProblem[] {
  return wrong ? [{ variable, problem, advice }] : []
}
