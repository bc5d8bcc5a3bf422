import { fault } from "./cell.ts"
import { ofText } from "./text.ts"

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/
const DAY_FIRST = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4})$/
const TIME = /[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d+)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)?$/i

/**
 * A calendar date as yyyy-mm-dd: written so, with the day first, or with a time, which is left away as it stands
 * and not moved to another time zone.
 */
export const readDate = ofText((text) => {
  const value = calendarDate(text.replace(TIME, ""))
  if (value !== null) return { value }
  return fault("bad_date", "is not a date of the calendar written yyyy-mm-dd, dd-mm-yyyy or dd/mm/yyyy.")
})

function calendarDate(text: string): string | null {
  const [, day = "", , month = "", year = ""] = DAY_FIRST.exec(text) ?? []
  const iso = day === "" ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
  if (!ISO.test(iso) || iso.startsWith("0000")) return null
  const time = Date.parse(`${iso}T00:00:00Z`)
  // Engines may carry the 31st of April over to May instead of refusing it.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== iso ? null : iso
}
