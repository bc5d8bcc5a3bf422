import type { Random } from "../sample/random.ts"

/** Some bytes changed, some taken out, the end cut off; or nothing of it. */
export function mangled(random: Random, bytes: Buffer, share = 0.3): Buffer {
  if (!random.chance(share) || bytes.length === 0) return bytes
  const copy = Buffer.from(bytes)
  for (let times = 1 + random.below(4); times > 0; times--)
    copy[random.below(copy.length)] = random.below(256)
  return random.chance(0.3) ? copy.subarray(0, random.below(copy.length)) : copy
}
