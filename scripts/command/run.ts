import { type ParseArgsConfig, parseArgs } from "node:util"
import { ConfigError } from "../../lib/config.ts"
import { isProblem, messageOf } from "../../lib/errors.ts"
import { asCalled } from "./called.ts"

/** What the exit status means, the same for every command; each one's help tells which of them it uses. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Refused because of what is there, or held: a person must decide. */
  undecided: 3,
  /** Imported with row errors or failed batches; of diagnose and doctor: a finding. */
  findings: 4,
  paused: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What a command has to say in the end: lines for a person, or one object for a program; of a sample a list. */
export interface Result {
  exit: ExitCode
  lines: string[]
  json: Record<string, unknown> | readonly unknown[]
}

/** The command was called in a way it cannot be; the sentence says what is wrong with it. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig["options"]>
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; strict: true }>
>
/** What a command's options were given as. */
export type ValuesOf<O extends Options> = Parsed<O>["values"]

export interface Command<O extends Options> {
  /** As in `npm run NAME`. */
  name: string
  help: string
  options: O
  /** How many arguments it takes beside its options; left out, none. */
  takes?: { least: number; most: number; what: string }
  run(values: ValuesOf<O>, positionals: string[]): Promise<Result>
}

const COMMON = { json: { type: "boolean" }, help: { type: "boolean" } } as const

/**
 * Runs a command on this process's arguments: its help, its result as text or (--json) as the one object on
 * stdout, and whatever goes wrong as a sentence on stderr. Sets the exit status.
 */
export async function runCommand<O extends Options>(command: Command<O>): Promise<void> {
  const args = process.argv.slice(2)
  const json = args.includes("--json")
  try {
    const { values, positionals } = argumentsOf(command, args)
    if (args.includes("--help")) {
      process.stdout.write(`${asCalled(command.help.trim())}\n`)
      return
    }
    assertNumber(command, positionals)
    assertSaid(values)
    print(await command.run(values, positionals), json)
  } catch (error) {
    fail(command.name, error, json)
  }
}

function argumentsOf<O extends Options>(command: Command<O>, args: string[]): Parsed<O> {
  const options = { ...COMMON, ...command.options }
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true }) as Parsed<O>
  } catch (error) {
    // Node's own advice behind the first sentence is about arguments that begin with a dash.
    throw new UsageError(messageOf(error).replace(/\. To specify .*|\.?$/s, "."))
  }
}

function assertNumber<O extends Options>(
  { takes = { least: 0, most: 0, what: "" } }: Command<O>,
  positionals: string[],
): void {
  if (positionals.length < takes.least) throw new UsageError(`Name ${takes.what}.`)
  const tooMany = positionals[takes.most]
  if (tooMany !== undefined) throw new UsageError(`"${tooMany}" is one argument too many.`)
}

/** An empty one, as of a variable that is not set, would count as left out. */
function assertSaid(values: Record<string, unknown>): void {
  const [empty] = Object.entries(values).find(([_name, value]) => [value].flat().includes("")) ?? []
  if (empty !== undefined) throw new UsageError(`--${empty} is empty: say what it is, or leave it out.`)
}

function print(result: Result, json: boolean): void {
  process.exitCode = result.exit
  if (json) process.stdout.write(told(result))
  else for (const line of result.lines) process.stdout.write(`${asCalled(line)}\n`)
}

const told = ({ exit, json }: Result) =>
  Array.isArray(json) ? `${JSON.stringify(json, null, 2)}\n` : inLines({ ...json, exit_code: exit })

/** One object, with a line for each of its members, and for each item of those that are lists. */
function inLines(object: Record<string, unknown>): string {
  const members = Object.entries(object).map(([name, value]) => {
    const items = Array.isArray(value) && value.length > 0 ? value.map((item) => JSON.stringify(item)) : null
    return `${JSON.stringify(name)}: ${items ? `[\n${items.join(",\n")}\n]` : JSON.stringify(value)}`
  })
  return `{\n${members.join(",\n")}\n}\n`
}

function fail(name: string, error: unknown, json: boolean): void {
  process.exitCode = exitCodeOf(error)
  process.stderr.write(`${asCalled(sentenceOf(name, error))}\n`)
  if (json) {
    const answer = { error: errorAnswer(error), exit_code: process.exitCode }
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
  }
}

/** The exit status an error means. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage
  return isProblem(error) && error.status === 409 ? EXIT.undecided : EXIT.failed
}

function sentenceOf(name: string, error: unknown): string {
  if (error instanceof UsageError) return `${error.message} See: npm run ${name} -- --help`
  if (isProblem(error) || error instanceof ConfigError) return error.message
  return `That did not work: ${messageOf(error)}`
}

/** An error as a program reads it: a stable code and the sentence. */
export function errorAnswer(error: unknown): { code: string; detail: string; job_id?: string } {
  if (!isProblem(error)) {
    const code = error instanceof UsageError ? "usage" : error instanceof ConfigError ? "config" : "failed"
    return { code, detail: messageOf(error) }
  }
  const { code, detail, extras } = error
  return { code, detail, ...(extras.job_id !== undefined && { job_id: extras.job_id }) }
}
