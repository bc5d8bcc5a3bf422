import { digits } from "../../command/words.ts"
import type { MeasuredScale } from "./measure.ts"

interface Curve {
  file: string
  title: string
  /** What is along the axes, in words. */
  across: string
  up: string
  points: [x: number, y: number][]
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [640, 320, 64, 48, 40]

/** The curves of a run: what a row costs, how long strides are, what memory is held. */
export function curvesOf(measured: readonly MeasuredScale[]): { file: string; svg: string }[] {
  const largest = measured.at(-1)
  const curves: Curve[] = [
    {
      file: "time-per-row.svg",
      title: "Microseconds a row, first load of contacts",
      across: "rows",
      up: "µs",
      points: measured.map(({ rows, load }) => [rows, (load.ours.total_ms * 1000) / rows]),
    },
    {
      file: "strides.svg",
      title: "Milliseconds of each stride, 1,000,000 contacts",
      across: "stride",
      up: "ms",
      points: (largest?.load.ours.batches ?? []).map(({ ms }, i) => [i + 1, ms]),
    },
    {
      file: "memory.svg",
      title: "Megabytes over idle, first load of contacts",
      across: "rows",
      up: "MB",
      points: measured.map(({ rows, growth_mb }) => [rows, growth_mb.load]),
    },
  ]
  return curves.map((curve) => ({ file: curve.file, svg: svgOf(curve) }))
}

function svgOf({ title, across, up, points }: Curve): string {
  const most = (axis: 0 | 1) => Math.max(1, ...points.map((point) => point[axis]))
  const x = (value: number) => LEFT + (value / most(0)) * (WIDTH - LEFT - 24)
  const y = (value: number) => HEIGHT - BOTTOM - (value / most(1)) * (HEIGHT - BOTTOM - TOP)
  const at = points.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`)
  const dots = at.map((point) => `<circle cx="${point.split(",")[0]}" cy="${point.split(",")[1]}" r="3"/>`)
  const text = (left: number, top: number, anchor: string, words: string) =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}">${words}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">
<title>${title}</title>
<rect width="100%" height="100%" fill="#fff"/>
${text(LEFT, 24, "start", title)}
<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 24}" fill="none" stroke="#888"/>
${text(LEFT - 8, y(most(1)) + 4, "end", digits(Math.round(most(1))))}
${text(LEFT - 8, HEIGHT - BOTTOM, "end", "0")}
${text(LEFT - 8, (HEIGHT - BOTTOM + TOP) / 2, "end", up)}
${text(x(most(0)), HEIGHT - BOTTOM + 18, "end", digits(Math.round(most(0))))}
${text((WIDTH + LEFT) / 2, HEIGHT - 12, "middle", across)}
<polyline points="${at.join(" ")}" fill="none" stroke="#1a6fb0" stroke-width="2"/>
<g fill="#1a6fb0">${dots.join("")}</g>
</svg>
`
}
