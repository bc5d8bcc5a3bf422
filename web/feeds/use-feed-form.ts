import { type FormEvent, useState } from "react"
import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import type { Feed, FeedRequest, FeedSource } from "../../lib/contract/feeds.ts"
import { call, codeOf, fieldErrorsOf, messageOf } from "../client/call.ts"
import type { FieldErrors } from "../start/beginning.ts"
import { isRegister } from "../words/datasets.ts"
import { readFeedForm, type SourceKind } from "./read-feed-form.ts"

const NO_ERRORS: FieldErrors = {}
/** What is wrong with the source as a whole, wherever it is said. */
const OF_SOURCE = ["portal_not_configured", "portal_of_register", "url_refused"]

interface FeedFormState {
  dataset: DatasetDeclaration | undefined
  chooseDataset(name: string): void
  /** Of the sources there are those that fit the dataset. */
  kinds: readonly SourceKind[]
  kind: SourceKind
  chooseKind(kind: SourceKind): void
  errors: FieldErrors
  /** Why it was not taken, where that is about no field. */
  refusal: string | null
  busy: boolean
  change(): void
  send(event: FormEvent<HTMLFormElement>): void
}

/** Keeps what is said of a feed that is not in a field itself, and sends it. */
export function useFeedForm(
  datasets: DatasetDeclaration[],
  feed: Feed | null,
  onDone: () => void,
): FeedFormState {
  const [name, chooseDataset] = useState(feed?.dataset ?? datasets[0]?.dataset)
  const [chosen, chooseKind] = useState<SourceKind | null>(feed && kindOf(feed.source))
  const [errors, setErrors] = useState(NO_ERRORS)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const dataset = datasets.find(({ dataset }) => dataset === name)
  const kinds: readonly SourceKind[] = isRegister(dataset) ? ["kbo", "url", "prefix"] : ["url", "prefix"]
  const kind = chosen !== null && kinds.includes(chosen) ? chosen : (kinds[0] ?? "url")

  const change = () => {
    setErrors(NO_ERRORS)
    setRefusal(null)
  }
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy || !dataset) return
    const form = event.currentTarget
    const read = readFeedForm(new FormData(form), dataset, kind, feed?.options)
    setErrors(read.errors ?? NO_ERRORS)
    if (!read.request) return focusFirstWrong(form)
    setBusy(true)
    try {
      await keep(feed, read.request)
      onDone()
    } catch (error) {
      const wrong = errorsOf(error)
      setErrors(wrong ?? NO_ERRORS)
      if (wrong) focusFirstWrong(form)
      else setRefusal(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return { dataset, chooseDataset, kinds, kind, chooseKind, errors, refusal, busy, change, send }
}

function kindOf(source: FeedSource): SourceKind {
  if ("kbo" in source) return "kbo"
  return "url" in source ? "url" : "prefix"
}

function keep(feed: Feed | null, request: FeedRequest): Promise<Feed> {
  if (!feed) return call(endpoints.addFeed, { body: request })
  const { dataset: _same, ...body } = request
  return call(endpoints.changeFeed, { params: { id: feed.feed_id }, body })
}

/** What the server says against single fields; null where it is about none. */
function errorsOf(error: unknown): FieldErrors | null {
  const message = messageOf(error)
  const code = codeOf(error) ?? ""
  if (OF_SOURCE.includes(code)) return { source: message }
  if (code === "feed_exists") return { name: message }
  const fields = fieldErrorsOf(error)
  return Object.keys(fields).length > 0 ? fields : null
}

/** Once it is shown what is wrong, whoever types goes on there. */
function focusFirstWrong(form: HTMLFormElement): void {
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
