import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The content security policy lets the page load files of its own only, never data: scripts or fonts.
  build: { outDir: "../dist", emptyOutDir: true, assetsInlineLimit: 0 },
})
