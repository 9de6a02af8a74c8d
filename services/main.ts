import { loadConfig } from '#shared/config/env.ts'
import { withEnvFile } from '#shared/config/env-file.ts'
import { AppError } from '#shared/errors.ts'
import { createLog } from '#shared/log.ts'
import { openHouse } from './house.ts'
import { serveHouse } from './serve.ts'

/** One process of the house: reads the environment, builds what its roles need, runs until it is told to stop. */
async function main(): Promise<void> {
  const config = loadConfig(withEnvFile(process.env))
  const log = createLog({ level: config.LOG_LEVEL })
  const house = await openHouse(config, { log })
  const server = config.ROLES.includes('api') ? await serveHouse(house, log) : null
  house.start()
  house.keep()
  log.info({ roles: config.ROLES, url: server?.url }, 'started')

  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  await stopped
  // What hangs longer than this is cut off; rows imply the work that is lost.
  setTimeout(() => process.exit(1), 20_000).unref()
  await server?.close()
  await house.close()
  log.info('stopped')
}

main().catch((error: unknown) => {
  const sentence = error instanceof AppError ? error.message : error
  createLog({ level: 'error', to: 'stderr' }).fatal({ err: sentence }, 'did not start')
  process.exitCode = 1
})
