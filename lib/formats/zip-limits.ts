/** Beyond these an archive is taken for a bomb. A real extract has 16 entries, 2.1 GB and a ratio of 7. */
export interface ZipLimits {
  max_entries: number
  /** Sum of the uncompressed sizes. */
  max_bytes: number
  /** Uncompressed by compressed size, for entries larger than `ratio_from_bytes`. */
  max_ratio: number
  ratio_from_bytes: number
  /** Of the central directory, which is read into memory. */
  max_directory_bytes: number
  /** Some programs write paths with backslashes: whether these part folders, or refuse the archive. */
  backslashes: "part" | "refuse"
  /** What becomes of the archive for an entry that cannot be read: it is refused, or the entry tells. */
  bad_entries: "refuse" | "tell"
  /** What names are in that do not say it; null tells it by the names. */
  name_encoding: string | null
}

export const ZIP_LIMITS: ZipLimits = {
  max_entries: 1_000,
  max_bytes: 64 * 1_073_741_824,
  max_ratio: 300,
  ratio_from_bytes: 1_048_576,
  max_directory_bytes: 16_777_216,
  backslashes: "refuse",
  bad_entries: "refuse",
  name_encoding: null,
}
