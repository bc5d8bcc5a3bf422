import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "../client/call.ts"
import { usePolled } from "../client/use-polled.ts"

/** The files the server has, newest first. */
export function useUploads() {
  return usePolled("uploads", () => call(endpoints.uploads))
}
