import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { brotliCompressSync } from "node:zlib"
import react from "@vitejs/plugin-react"
import { defineConfig, type Plugin } from "vite"

/** Beside each file the same with Brotli at its best, which takes too long to be done when it is asked for. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    writeBundle({ dir = "" }, files) {
      for (const name of Object.keys(files)) {
        const path = join(dir, name)
        writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)))
      }
    },
  }
}

/** The styles in the page itself, which is then seen as soon as it is there. */
function styled(): Plugin {
  return {
    name: "styled",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle = {} }) {
        return html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, name) => {
          const file = bundle[name]
          if (file?.type !== "asset") return link
          delete bundle[name]
          return `<style>${file.source}</style>`
        })
      },
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), styled(), packed()],
  // The content security policy lets the page load files of its own only, never data: scripts or fonts.
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // Packing with Brotli takes long on a slow machine, which is nothing to warn of.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
})
