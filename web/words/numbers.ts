const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 })
const rate = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3, useGrouping: true })
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 })

/** A count as the person writes numbers: 41,203. */
export function count(value: number): string {
  return whole.format(value)
}

/** A count and its noun: "1 batch", "23 batches". */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`
}

/** 46 → "46 %", as the person writes per cents. */
export function percentage(value: number): string {
  return percent.format(value / 100)
}

/** A speed: three digits say enough. */
export function perSecond(value: number): string {
  return value >= 1000 ? whole.format(Math.round(value / 10) * 10) : rate.format(value)
}

const UNITS = ["B", "kB", "MB", "GB", "TB"]

/** A size in bytes, by thousands: "180 kB". */
export function bytes(value: number): string {
  let unit = 0
  let size = value
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${unit < 2 || size >= 100 ? whole.format(size) : oneDigit.format(size)} ${UNITS[unit]}`
}
