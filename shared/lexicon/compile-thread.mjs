// A thread starts from plain JavaScript: the loader of TypeScript is not handed on to it.
import { register } from 'tsx/esm/api'

register()
await import('./compile-thread.ts')
