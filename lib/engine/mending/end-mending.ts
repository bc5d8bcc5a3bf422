/**
 * What settles what has become of rows that were mended, once their batches are done: they are in, or errors again with the new reason. Run in
 * the transaction that begins to close an import, before it is closed; safe to run again.
 */
export const END_MENDING = [
  "return_refused",
  "return_abandoned",
  "forget_returned",
  "forget_refusals",
  "land",
].map((name) => `mend/${name}`)
