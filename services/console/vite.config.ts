import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const api = 'http://127.0.0.1:8787'

export default defineConfig({
  root: here('.'),
  plugins: [react()],
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
