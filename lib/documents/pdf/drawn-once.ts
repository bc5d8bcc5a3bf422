/** A piece of text as it is drawn. */
export interface DrawnText {
  str: string
  transform: number[]
  width: number
  height: number
  /** Which way it is read. */
  dir: string
}

/** In shares of the size of letters: what is drawn again no further away is bold, or has a shadow. */
const WITHIN = 0.1
/** Places a text was drawn at last that are looked at, lest single letters make a page slow. */
const PLACES = 32

/** Tells what is drawn over itself, which a person sees once. */
export class DrawnOnce {
  readonly #drawn = new Map<string, [x: number, y: number][]>()

  isAgain({ str, transform: [a = 0, b = 0, , , x = 0, y = 0], height }: DrawnText): boolean {
    if (str.trim() === "") return false
    const places = this.#drawn.get(str)
    if (!places) {
      this.#drawn.set(str, [[x, y]])
      return false
    }
    const within = WITHIN * (height || Math.hypot(a, b) || 1)
    const isHere = ([otherX, otherY]: [number, number]) =>
      Math.abs(otherX - x) <= within && Math.abs(otherY - y) <= within
    if (places.some(isHere)) return true
    if (places.push([x, y]) > PLACES) places.shift()
    return false
  }
}
