/** What the server puts in front of the name of a file it keeps, to tell it from others. */
const OWN_PREFIX = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}-/i

/** What a person called a stored file. */
export function givenName(filename: string): string {
  return filename.replace(OWN_PREFIX, "") || filename
}
