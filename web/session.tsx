import { createContext, useContext } from "react"
import type { Role } from "../lib/contract/access.ts"
import type { SessionAnswer } from "../lib/contract/session.ts"

const Session = createContext<SessionAnswer>({ name: "", role: "viewer", signed_in: false })

export const SessionProvider = Session.Provider

export function useSession(): SessionAnswer {
  return useContext(Session)
}

const CHANGING: readonly Role[] = ["operator", "admin"]

/** Whether someone in a role may change anything; a viewer only reads. */
export function isChanging(role: Role): boolean {
  return CHANGING.includes(role)
}

/** Whether the person may. */
export function useMayChange(): boolean {
  return isChanging(useSession().role)
}

/** Whether the person may set up what others then rely on. */
export function useMayAdminister(): boolean {
  return useSession().role === "admin"
}
