import { Gauge, Registry } from "prom-client"

/** Each with what it tells and by what; in the order they are written in. */
const METRICS = {
  imports: ["Imports by dataset and state.", "dataset", "state"],
  rows: ["Rows that imports have read or changed, by what became of them.", "dataset", "result"],
  row_errors: ["Faults of rows that could not be used, by code.", "dataset", "code"],
  batch_seconds: [
    "How long a batch took in the last 24 hours; quantile 1 is the longest.",
    "dataset",
    "quantile",
  ],
  call_seconds: ["The same of a call, which applies several batches.", "dataset", "quantile"],
  open_batches: ["Batches of open imports that are not done.", "dataset", "state"],
  snapshot_timestamp_seconds: ["The day of which the newest extract is.", "dataset"],
  feed_success_timestamp_seconds: ["When a feed last ran without a failure.", "feed"],
  feed_next_run_timestamp_seconds: ["When a feed is due next; long past where nobody runs it.", "feed"],
  webhooks_undelivered: ["Webhooks that are still to be delivered."],
  webhooks_off: ["Webhooks that are switched off since they failed in vain."],
  database_bytes: ["The database's file with its log."],
} as const satisfies Record<string, readonly [help: string, ...labels: string[]]>

interface Sample {
  metric: string
  labels: Record<string, string>
  value: number
}

/** Samples in Prometheus' text format; the media type beside it. */
export async function metricsText(samples: readonly Sample[]): Promise<{ text: string; media_type: string }> {
  const registry = new Registry()
  for (const [name, [help, ...labelNames]] of Object.entries(METRICS)) {
    const gauge = new Gauge({ name: `sluice_${name}`, help, labelNames, registers: [registry] })
    // A gauge without labels says 0 before it is told anything.
    gauge.reset()
    const mine = samples.filter(({ metric }) => metric === name)
    if (mine.length === 0) registry.removeSingleMetric(`sluice_${name}`)
    for (const { labels, value } of mine) gauge.set(labels, value)
  }
  return { text: await registry.metrics(), media_type: registry.contentType }
}
