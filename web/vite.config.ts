import { brotliCompressSync } from "node:zlib"
import react from "@vitejs/plugin-react"
import { defineConfig, type Plugin } from "vite"

/** Beside each file the same with Brotli at its best, which takes too long to be done when it is asked for. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        const source = brotliCompressSync(file.type === "chunk" ? file.code : file.source)
        this.emitFile({ type: "asset", fileName: `${file.fileName}.br`, source })
      }
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), packed()],
  // The content security policy lets the page load files of its own only, never data: scripts or fonts.
  build: { outDir: "../dist", emptyOutDir: true, assetsInlineLimit: 0 },
})
