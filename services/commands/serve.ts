import type { Command } from 'commander'
import { loadConfig } from '#shared/config/env.ts'
import { createLog } from '#shared/log.ts'
import { openHouse } from '../house.ts'
import { serveHouse } from '../serve.ts'
import type { Io } from './context.ts'

/** `serve`: the house at work until it is told to stop. */
export function serveCommand(command: Command, io: Io): void {
  command.action(async () => {
    const config = loadConfig(io.env)
    const log = createLog({ level: config.LOG_LEVEL, to: 'stderr' })
    const house = await openHouse(config, { log })
    const server = await serveHouse(house, log)
    house.start()
    house.keep()
    io.out(`绿播控制台:${server.url}\n`)
    if (!io.signal.aborted)
      await new Promise((resolve) => io.signal.addEventListener('abort', resolve))
    await server.close()
    await house.close()
  })
}
