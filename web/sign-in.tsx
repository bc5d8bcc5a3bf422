import { type FormEvent, useState } from "react"
import { endpoints } from "../lib/contract/endpoints.ts"
import { call } from "./client/call.ts"
import { Field } from "./ui/field.tsx"
import { Refusal } from "./ui/refusal.tsx"

/** Asks for the key once; from then on a cookie that scripts cannot read stands for it. */
export function SignIn({ onDone }: { onDone(): void }) {
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const key = String(new FormData(event.currentTarget).get("key") ?? "")
    setBusy(true)
    setRefusal(null)
    try {
      await call(endpoints.signIn, { body: { key } })
      onDone()
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <form className="panel sign-in" onSubmit={send}>
      <h1>Sign in</h1>
      <Field label="Your key">
        {(control) => (
          <input {...control} name="key" type="password" autoComplete="current-password" required />
        )}
      </Field>
      {refusal && <Refusal>{refusal}</Refusal>}
      <button type="submit" className="button primary" disabled={busy}>
        Sign in
      </button>
    </form>
  )
}
