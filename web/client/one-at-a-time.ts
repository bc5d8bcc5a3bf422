/** The same work, but whoever asks while it is under way gets the answer of that, not a second run. */
export function oneAtATime<A extends unknown[], T>(
  work: (...asked: A) => Promise<T>,
): (...asked: A) => Promise<T> {
  let underWay: Promise<T> | null = null
  return (...asked) => {
    underWay ??= work(...asked).finally(() => {
      underWay = null
    })
    return underWay
  }
}
