import { loadConfig } from '#shared/config/env.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { AppError } from '#shared/errors.ts'
import { createLog, type Log } from '#shared/log.ts'
import type { House } from '../house.ts'

/** What every command is given: its streams, its environment, a signal that Ctrl-C aborts. */
export interface Io {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly stdin: AsyncIterable<string | Buffer>
}

/** Runs a verb in a house of its own. Embedded, this process also does the work that follows; served, the workers do. */
export async function inHouse<T>(
  io: Io,
  verb: (house: House, log: Log) => Promise<T>,
  options: { readonly work?: boolean; readonly advise?: boolean } = {},
): Promise<T> {
  // A command does not wait for a language model; `serve` and `adjudicate` ask it.
  const config = loadConfig({
    LOG_LEVEL: 'error',
    ...io.env,
    ...(options.advise ? {} : { LLM_URL: '' }),
  })
  const log = createLog({ level: config.LOG_LEVEL, to: 'stderr' })
  const { openHouse } = await import('../house.ts')
  const house = await openHouse(config, { log })
  try {
    const embedded = config.QUEUE_URL === 'memory:'
    if (options.work && embedded) house.start()
    const result = await verb(house, log)
    if (options.work && embedded) await house.settle()
    return result
  } finally {
    await house.close()
  }
}

/** The command acts with the rights of whoever may run it on the server, under the name given. */
export function cliActor(house: House, name = '命令行'): Actor {
  return { name, roles: everyRole, region: house.config.REGION }
}

/** One JSON document on standard output and nothing else there, or text for people. */
export function show(io: Io, json: boolean | undefined, value: unknown, text: () => string): void {
  io.out(json ? `${JSON.stringify(value, null, 2)}\n` : `${text().trimEnd()}\n`)
}

/** The full id that a unique prefix of at least four characters stands for. */
export function byPrefix<T extends { readonly id: string }>(rows: readonly T[], prefix: string): T {
  const found = rows.filter(({ id }) => id.startsWith(prefix))
  const [only] = found
  if (only && found.length === 1 && prefix.length >= 4) return only
  throw new AppError(
    'not_found',
    found.length > 1 ? `编号 ${prefix} 不止一条,请多写几位。` : `没有编号以 ${prefix} 开头的记录。`,
  )
}
