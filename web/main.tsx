import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { ImportsPage } from "./imports-page.tsx"
import "./page.css"

const root = document.getElementById("root")
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ImportsPage />
    </StrictMode>,
  )
}
