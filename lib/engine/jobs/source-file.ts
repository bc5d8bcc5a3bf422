import type { Effects } from "../../effects.ts"
import { discardDownload } from "../../store/growing-file.ts"
import type { JobSource } from "./jobs.ts"

/** Removes the file of a source when it is ours alone, and what there is of an unfinished download. */
export async function discardSource(
  { source }: { source: JobSource },
  effects: Pick<Effects, "store">,
): Promise<void> {
  if (source.temporary && source.filename) await effects.store.remove(source.filename)
  if (source.download) await discardDownload(effects.store, source.download)
}
