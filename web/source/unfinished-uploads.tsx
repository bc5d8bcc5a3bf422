import { useState } from "react"
import { forget, rememberedUploads } from "../client/remembered-uploads.ts"
import { Button } from "../ui/button.tsx"
import { bytes } from "../words/numbers.ts"

/** What was being sent when the page was closed: a browser lets nobody read a file again without its person. */
export function UnfinishedUploads() {
  const [uploads, setUploads] = useState(rememberedUploads)
  const drop = (upload_id: string) => {
    forget(upload_id)
    setUploads(rememberedUploads())
  }
  return uploads.map(({ upload_id, name, size, sent }) => (
    <p key={upload_id} className="facts">
      <span>
        {name} was being sent, {bytes(sent)} of {bytes(size)}. Choose the same file again and start, and it
        goes on there.
      </span>
      <Button look="link" onClick={() => drop(upload_id)}>
        Forget {name}
      </Button>
    </p>
  ))
}
