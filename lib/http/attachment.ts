/** A file as a download; the browser is told to save, never to show it. `file_name` is plain ASCII. */
export function attachment(file: {
  file_name: string
  media_type: string
  bytes: Uint8Array<ArrayBuffer>
}): Response {
  return new Response(file.bytes, {
    headers: {
      "content-type": file.media_type,
      "content-length": String(file.bytes.byteLength),
      "content-disposition": `attachment; filename="${file.file_name}"`,
      "cache-control": "no-store",
    },
  })
}
