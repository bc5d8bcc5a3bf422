const TARGET = 1_000
/** What is left is one last piece up to this length, rather than a piece and a scrap. */
const MOST = 1_200
/** A boundary nearer to the beginning would make a scrap, too. */
const LEAST = 400

/** Where to cut, the best first; each match ends behind the boundary. */
const BOUNDARIES = [/\n\s*\n/g, /[.!?…]["'”’»)\]]*\s|[。！？]|\n/g, /\s/g]

/**
 * Cuts a text into pieces of about 1,000 characters, at most 1,200: between paragraphs where that is possible, else
 * behind a sentence, else between words. Pieces do not overlap; only white space between them is lost.
 */
export function chunkText(text: string): string[] {
  const pieces: string[] = []
  let rest = text.trim()
  let from = 0
  while (rest.length - from > MOST) {
    const length = cutIn(rest.slice(from, from + TARGET))
    const piece = rest.slice(from, from + length).trim()
    if (piece !== "") pieces.push(piece)
    from += length
  }
  rest = rest.slice(from).trim()
  return rest === "" ? pieces : [...pieces, rest]
}

function cutIn(window: string): number {
  for (const boundary of BOUNDARIES) {
    const last = [...window.matchAll(boundary)].at(-1)
    const end = last ? last.index + last[0].length : 0
    if (end >= LEAST) return end
  }
  return /[\ud800-\udbff]$/.test(window) ? window.length - 1 : window.length
}
