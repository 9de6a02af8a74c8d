import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

type Env = Readonly<Record<string, string | undefined>>

const besidePackage = fileURLToPath(new URL('../../.env', import.meta.url))

/** The environment, and what `.env` says of the settings it leaves out. Throws what the system says of a file it may not read. */
export function withEnvFile(env: Env, file = besidePackage): Env {
  return { ...parseEnv(textOf(file)), ...env }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
