const FAULTS: Record<string, string> = {
  too_few_fields: "has fewer fields than the header.",
  too_many_fields: "has more fields than the header, and they are not empty.",
  bad_quoting: "has a quote where none may be; quotes inside a quoted field are doubled.",
  unterminated_quote: "opens a quote that is never closed.",
  invalid_encoding: "has bytes that are no text in its encoding.",
  row_too_long: "is longer than a row can be.",
  value_too_long: "has a value in quotes of more than 1 MB.",
  unterminated_record: "is an object that is never closed.",
  bad_record: "is not valid JSON.",
  bad_card: "is a card that says nothing.",
  too_deep: "is nested deeper than 100 levels.",
  unreadable_row: "cannot be read; look for very long or unusual values in it.",
}

/** What is wrong with a record as a whole. */
export function faultSentence(code: string): string {
  return `The row ${FAULTS[code] ?? "cannot be read."}`
}
