import type { Feed } from "../../lib/contract/feeds.ts"
import { FieldError, InputField } from "../ui/field.tsx"
import { Segments } from "../ui/segments.tsx"
import { SOURCES, type SourceKind } from "./read-feed-form.ts"
import type { useFeedForm } from "./use-feed-form.ts"

interface SourceFieldsProps {
  form: ReturnType<typeof useFeedForm>
  feed: Feed | null
}

const HINTS: Record<Exclude<SourceKind, "kbo">, string> = {
  url: "The same every time, or with {yyyy}, {MM} and {dd} for the day it is then.",
  prefix: "Of files in the server's folder or store, such as people- or KboOpenData_. Each is imported once.",
}

/** Where the files of a feed come from. */
export function SourceFields({ form, feed }: SourceFieldsProps) {
  const { kinds, kind, chooseKind, errors } = form
  const { source } = feed ?? { source: null }
  const error = errors.source ?? errors["source.url"] ?? errors["source.prefix"]
  return (
    <fieldset className="source stacked">
      <legend>Source</legend>
      <Segments
        name="source_kind"
        choices={SOURCES.filter(([value]) => kinds.includes(value))}
        value={kind}
        onChoose={chooseKind}
      />
      {kind === "kbo" && (
        <>
          <p className="muted">
            Takes each extract after the register's newest one. The account is in the server's settings:{" "}
            <code>SLUICE_KBO_USER</code> and <code>SLUICE_KBO_PASSWORD</code>.
          </p>
          {error && <FieldError id="feed-source-error">{error}</FieldError>}
        </>
      )}
      {kind === "url" && (
        <InputField
          label="Address"
          hint={HINTS.url}
          error={error}
          name="url"
          type="url"
          placeholder="https://…/people-{yyyy}-{MM}-{dd}.csv"
          defaultValue={source && "url" in source ? source.url : ""}
        />
      )}
      {kind === "prefix" && (
        <InputField
          label="Names begin with"
          hint={HINTS.prefix}
          error={error}
          name="prefix"
          defaultValue={source && "prefix" in source ? source.prefix : ""}
        />
      )}
    </fieldset>
  )
}
