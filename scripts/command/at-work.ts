import { messageOf } from "../../lib/errors.ts"
import type { Api } from "./api.ts"
import { connect } from "./connect.ts"
import { type Interrupt, onInterrupt } from "./interrupt.ts"
import { openView, type View } from "./view.ts"

/** What a command has that works through the API and takes its time. */
export interface AtWork {
  api: Api
  view: View
  interrupt: Interrupt
}

/** Does a command's work with the API, in view of a person, until Ctrl-C asks it to stop. Throws as `connect` does. */
export async function atWork<T>(server: string | undefined, work: (at: AtWork) => Promise<T>): Promise<T> {
  const view = openView()
  const interrupt = onInterrupt(() => {
    view.say("Left at once. The same command again goes on where it stopped.")
  })
  const api = await connect(server, { tell: (sentence) => view.say(sentence), signal: interrupt.signal })
  try {
    return await work({ api, view, interrupt })
  } finally {
    view.end()
    interrupt.stop()
    api.close()
  }
}

/** What is imported stays so, whatever becomes of this; the next command tries it again. */
export async function tidyUp({ api, view }: AtWork): Promise<void> {
  try {
    await api.tidyUp()
  } catch (error) {
    view.say(`What nobody needs any more could not be removed: ${messageOf(error)}`)
  }
}
