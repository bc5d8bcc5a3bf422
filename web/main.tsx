import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./app.tsx"
import { settleDriverId } from "./client/driver-id.ts"
import "./styles/tokens.css"
import "./styles/base.css"
import "./styles/controls.css"
import "./styles/notices.css"
import "./styles/tables.css"
import "./styles/dialog.css"
import "./styles/start.css"
import "./styles/preview.css"
import "./styles/source.css"
import "./styles/standing.css"
import "./styles/import.css"
import "./styles/batches.css"
import "./styles/mend.css"
import "./styles/data.css"
import "./styles/feeds.css"

const root = document.getElementById("root")
if (root) {
  await settleDriverId()
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
