import type { Sent } from "./exchange.ts"

const MOST_TRIES = 150
const MOST_MS = 60_000

/** The smallest request it comes to, of which `still` holds what held of this one: without query and headers, then with less and less of its body. */
export async function cutDown(sent: Sent, still: (less: Sent) => Promise<boolean>): Promise<Sent> {
  const end = Date.now() + MOST_MS
  let left = MOST_TRIES
  const holds = async (less: Sent) => {
    left -= 1
    return left > 0 && Date.now() < end && (await still(less))
  }
  let best = sent.raw ? sent : await withShorterHead(sent, holds)
  const bytes = best.raw ?? best.body
  for (
    let size = Math.ceil(bytes.length / 2);
    size >= 1 && left > 0;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < (best.raw ?? best.body).length && left > 0; ) {
      const less = without(best, at, size)
      if (await holds(less)) best = less
      else at += size
    }
  }
  return best
}

async function withShorterHead(sent: Sent, holds: (less: Sent) => Promise<boolean>): Promise<Sent> {
  const plain = { ...sent, target: sent.target.split("?", 1)[0] ?? "" }
  let best = plain.target !== sent.target && (await holds(plain)) ? plain : sent
  for (const header of sent.headers) {
    const less = { ...best, headers: best.headers.filter((one) => one !== header) }
    if (header[0] !== "host" && header[0] !== "content-length" && (await holds(less))) best = less
  }
  return best
}

/** The same without some bytes; the length of its body is said anew. */
function without(sent: Sent, at: number, size: number): Sent {
  const cut = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)])
  if (sent.raw) return { ...sent, raw: cut(sent.raw) }
  const body = cut(sent.body)
  const headers = sent.headers.map(([name, value]): [string, string] => [
    name,
    name === "content-length" ? String(body.length) : value,
  ])
  return { ...sent, headers, body }
}
