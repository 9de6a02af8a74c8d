import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import pdfjs from 'pdfjs-dist/package.json' with { type: 'json' }
import { defineConfig, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const api = 'http://127.0.0.1:8787'

/** What pdf.js asks for by name: encodings of Chinese fonts, the standard fonts, and JPEG 2000 without WebAssembly. */
const paperData: Plugin = {
  name: 'paper-data',
  apply: 'build',
  generateBundle() {
    const from = here('../../node_modules/pdfjs-dist')
    const files = ['cmaps', 'standard_fonts'].flatMap((dir) =>
      readdirSync(`${from}/${dir}`).map((file) => `${dir}/${file}`),
    )
    for (const file of [...files, 'wasm/openjpeg_nowasm_fallback.js'])
      this.emitFile({
        ...{ type: 'asset', fileName: `assets/pdf-${pdfjs.version}/${file}` },
        source: readFileSync(`${from}/${file}`),
      })
  },
}

export default defineConfig({
  root: here('.'),
  plugins: [react(), paperData],
  resolve: { alias: { '#shared': here('../../shared') } },
  build: {
    outDir: here('../../dist/console'),
    emptyOutDir: true,
    // Offices run Chromium-based browsers of this age on their domestic desktops.
    target: ['chrome110', 'firefox115'],
    chunkSizeWarningLimit: 900,
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/api': api } },
})
