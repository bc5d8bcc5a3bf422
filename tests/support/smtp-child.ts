import { type AddressInfo, createServer } from "node:net"
import { SMTPServer } from "smtp-server"

/**
 * A mail server of its own process. It prints the port it listens on, then every mail it gets, as JSON lines.
 * Argument: `accept`, `reject` (no recipient is good enough) or `hang` (it never says a word).
 */
const [mode = "accept"] = process.argv.slice(2)

const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

if (mode === "hang") {
  const silent = createServer(() => {})
  silent.listen(0, "127.0.0.1", () => print({ port: (silent.address() as AddressInfo).port }))
} else {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? "somebody" }),
    onRcptTo(_address, _session, done) {
      if (mode === "accept") done()
      else done(Object.assign(new Error("Nobody of that name lives here"), { responseCode: 550 }))
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : null
        const to = envelope.rcptTo.map(({ address }) => address)
        print({ from, to, raw: Buffer.concat(chunks).toString("latin1") })
        done()
      })
    },
  })
  server.listen(0, "127.0.0.1", () => print({ port: (server.server.address() as AddressInfo).port }))
}
