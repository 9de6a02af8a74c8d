import { openDb } from '#shared/db/client.ts'
import { CapturePolicy } from '#shared/domain/capture.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { silentLog } from '#shared/log.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { memoryQueue } from '#shared/queue/memory.ts'
import { runCaptures } from './worker.ts'

/** Run as a process of its own it records whatever captures are due; a test freezes it. */
const [, script, databaseUrl, dir, policy] = process.argv
if (script === import.meta.filename && databaseUrl && dir && policy) {
  const { db } = await openDb(databaseUrl)
  const { signal } = new AbortController()
  const queue = memoryQueue({ log: silentLog, stop: signal })
  const { versions: retention } = await loadPolicy(
    'policies/retention.yaml',
    policyFile(RetentionPolicy),
  )
  const policies = [CapturePolicy.parse(JSON.parse(policy))]
  const now = () => new Date()
  const noRoom = async () => null
  const deps = { db, queue, policies, retention, dir, log: silentLog, now, noRoom }
  await runCaptures(deps, signal)
}
