/** Numbers that are the same for the same seed. */
export class Random {
  #state: number

  constructor(seed: number) {
    // Seeds that follow one another would begin with the same numbers.
    const mixed = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b)
    this.#state = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0 || 1
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 4_294_967_296) * end)
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T
  }

  /** As many as `most` of them at random. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make)
  }

  happens(share: number): boolean {
    return this.below(1_000) < share * 1_000
  }
}
