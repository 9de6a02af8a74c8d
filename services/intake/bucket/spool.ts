import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { safeName } from '../names.ts'

/** Where an object lies on this machine: its key as folders, each a plain name. A key that had to be changed gets a folder of its own. */
export function spoolPath(spool: string, key: string): string {
  const parts = key.split('/').filter((part) => part !== '')
  const safe = parts.map(safeName)
  if (safe.join('/') === key) return join(spool, ...safe)
  const own = createHash('sha256').update(key).digest('hex').slice(0, 12)
  return join(spool, `_${own}`, ...safe.slice(-1))
}
