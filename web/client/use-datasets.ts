import type { DatasetDeclaration } from "../../lib/contract/datasets.ts"
import { endpoints } from "../../lib/contract/endpoints.ts"
import { call } from "./call.ts"
import { type Polled, usePolled } from "./use-polled.ts"

/** What can be imported; the same for as long as the page is open. */
export function useDatasets(): Polled<DatasetDeclaration[]> {
  return usePolled("datasets", async () => (await call(endpoints.datasets)).datasets)
}

interface Declared {
  declared: DatasetDeclaration | undefined
  /** It is known by now, or will not be. */
  settled: boolean
}

/** The declaration of one dataset. */
export function useDeclared(name: string | undefined): Declared {
  const { data, error } = useDatasets()
  const declared = data?.find(({ dataset }) => dataset === name)
  return { declared, settled: data !== undefined || error !== undefined }
}
