import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { holderOf } from "../lib/http/auth.ts"
import { route } from "../lib/http/route.ts"
import * as sessions from "../lib/http/session.ts"

/** Who is asking. */
export const session = route(endpoints.session, liveEffects, async ({ request, actor, effects }) => ({
  name: actor.name,
  role: actor.role,
  signed_in: (await sessions.keyOfSession(request, effects.clock.now(), effects)) !== null,
}))

export const signIn = route(endpoints.signIn, liveEffects, async ({ request, body, effects }) => {
  const now = effects.clock.now()
  const holder = holderOf(request, body.key, effects.config, now)
  const cookie = await sessions.signIn(request, holder, now, effects)
  return withCookie({ name: holder.name, role: holder.role, signed_in: true }, cookie)
})

export const signOut = route(endpoints.signOut, liveEffects, async ({ request, effects }) =>
  withCookie({ success: true }, await sessions.signOut(request, effects.clock.now(), effects)),
)

function withCookie(answer: object, cookie: string): Response {
  return Response.json(answer, { headers: { "cache-control": "no-store", "set-cookie": cookie } })
}
