import { endpoints } from "../lib/contract/endpoints.ts"
import { liveEffects } from "../lib/effects.ts"
import { holderOf } from "../lib/http/auth.ts"
import { route } from "../lib/http/route.ts"
import { endedCookie, keyOfSession, sessionCookie } from "../lib/http/session.ts"

/** Who is asking. */
export const session = route(endpoints.session, liveEffects, ({ request, actor, effects }) => ({
  name: actor.name,
  role: actor.role,
  signed_in: keyOfSession(request, effects.config, effects.clock.now()) !== null,
}))

export const signIn = route(endpoints.signIn, liveEffects, ({ request, body, effects }) => {
  const { config } = effects
  const now = effects.clock.now()
  const holder = holderOf(request, body.key, config, now)
  const headers = { "cache-control": "no-store", "set-cookie": sessionCookie(request, holder, config, now) }
  return Response.json({ name: holder.name, role: holder.role, signed_in: true }, { headers })
})

export const signOut = route(endpoints.signOut, liveEffects, ({ request }) =>
  Response.json(
    { success: true },
    { headers: { "cache-control": "no-store", "set-cookie": endedCookie(request) } },
  ),
)
