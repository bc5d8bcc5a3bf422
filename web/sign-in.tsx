import type { FormEvent } from "react"
import { endpoints } from "../lib/contract/endpoints.ts"
import { call } from "./client/call.ts"
import { useAction } from "./client/use-action.ts"
import { Button } from "./ui/button.tsx"
import { InputField } from "./ui/field.tsx"
import { Refusal } from "./ui/notice.tsx"

/** Asks for the key once; from then on a cookie that scripts cannot read stands for it. */
export function SignIn({ onDone }: { onDone(): void }) {
  const { busy, refusal, run } = useAction()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const key = String(new FormData(event.currentTarget).get("key") ?? "")
    void run(() => call(endpoints.signIn, { body: { key } }).then(onDone))
  }
  return (
    <form className="panel sign-in" onSubmit={send}>
      <h1>Sign in</h1>
      <InputField label="Your key" name="key" type="password" autoComplete="current-password" required />
      {refusal && <Refusal>{refusal}</Refusal>}
      <Button type="submit" look="primary" idle={busy}>
        Sign in
      </Button>
    </form>
  )
}
