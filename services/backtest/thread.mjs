// A thread of Node 20 does not inherit the loader that reads TypeScript, so it is registered here first.
import { register } from 'tsx/esm/api'

register()
await import(new URL('./worker.ts', import.meta.url).href)
