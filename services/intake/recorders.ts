import { fileURLToPath } from 'node:url'
import { RecorderFile } from '#shared/domain/recorder.ts'
import { loadPolicy } from '#shared/policy/load.ts'

const file = fileURLToPath(new URL('../../policies/recorders.yaml', import.meta.url))
let loaded: ReturnType<typeof load> | undefined

async function load() {
  return (await loadPolicy(file, RecorderFile)).recorders
}

/** The recorders of `policies/recorders.yaml`, read once a process. */
export function recorders() {
  loaded ??= load()
  return loaded
}
