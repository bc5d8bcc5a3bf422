import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { builtChild } from "./child.ts"

/** A mail as the server got it. */
export interface GotMail {
  from: string
  to: string[]
  /** By lower-case name, unfolded and decoded; of a repeated one the last. */
  headers: Record<string, string>
  /** How many headers there are. */
  header_count: number
  text: string
  html: string
}

export interface MailServer {
  url: string
  /** Everything it got so far, oldest first. */
  mails: GotMail[]
  stop(): void
}

/** Starts a mail server in a process of its own. */
export async function startMailServer(mode: "accept" | "reject" | "hang" = "accept"): Promise<MailServer> {
  const child: ChildProcess = spawn(process.execPath, [builtChild("smtp-child"), mode], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  const mails: GotMail[] = []
  const port = await new Promise<number>((listening, failed) => {
    child.once("exit", () => failed(new Error("The mail server did not start.")))
    if (!child.stdout) return
    createInterface(child.stdout).on("line", (line) => {
      const said = JSON.parse(line) as { port?: number; from: string; to: string[]; raw: string }
      if (said.port !== undefined) listening(said.port)
      else mails.push(readMail(said))
    })
  })
  return { url: `smtp://127.0.0.1:${port}`, mails, stop: () => void child.kill() }
}

function readMail({ from, to, raw }: { from: string; to: string[]; raw: string }): GotMail {
  const { headers, header_count, body } = readPart(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers["content-type"] ?? "")?.[1] ?? "none"
  const parts = body.split(`--${boundary}`).slice(1, -1).map(readPart)
  const of = (type: string) =>
    (parts.find((part) => part.headers["content-type"]?.startsWith(type))?.body ?? "").replaceAll(
      "\r\n",
      "\n",
    )
  return { from, to, headers, header_count, text: of("text/plain"), html: of("text/html") }
}

function readPart(raw: string) {
  const [head = "", ...rest] = raw.replace(/^\r\n/, "").split("\r\n\r\n")
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n")
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      decodedWords(line.slice(line.indexOf(":") + 1).trim()),
    ]),
  )
  const body = decodedBody(rest.join("\r\n\r\n"), headers["content-transfer-encoding"])
  return { headers, header_count: lines.length, body }
}

function decodedBody(text: string, encoding: string | undefined): string {
  if (encoding === "base64") return Buffer.from(text, "base64").toString("utf8")
  const bytes = encoding === "quoted-printable" ? unquoted(text.replaceAll("=\r\n", "")) : text
  return Buffer.from(bytes, "latin1").toString("utf8")
}

/** `=?UTF-8?Q?caf=C3=A9?=` as it reads. */
function decodedWords(text: string): string {
  const words = text.replace(/\?=\s+=\?/g, "?==?")
  return words.replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_word, kind: string, coded: string) => {
    const bytes =
      kind.toLowerCase() === "b"
        ? Buffer.from(coded, "base64").toString("latin1")
        : unquoted(coded.replaceAll("_", " "))
    return Buffer.from(bytes, "latin1").toString("utf8")
  })
}

function unquoted(text: string): string {
  return text.replace(/=([0-9A-F]{2})/g, (_hex, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
