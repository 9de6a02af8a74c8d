import { serve as listen } from '@hono/node-server'
import type { Log } from '#shared/log.ts'
import { poolJob } from '#shared/queue/jobs.ts'
import { createApi } from './api/app.ts'
import { categoryOf } from './api/rulebook.ts'
import type { House } from './house.ts'

export interface Server {
  readonly url: string
  close(): Promise<void>
}

/** Opens the API and the console on the configured address; port 0 takes any free one. */
export async function serveHouse({ config, deps, queue }: House, log: Log): Promise<Server> {
  const app = createApi({
    ...deps,
    log,
    access: { token: config.ACCESS_TOKEN, region: config.REGION },
    names: {
      region: (path) => deps.regions.get(path) ?? path,
      category: (id) => categoryOf(deps.rulebook, id)?.name ?? id,
    },
    queueAlive: async () => {
      await queue.counts(poolJob)
    },
    // Rows imply the work; a queue that is away only delays it to the next round.
    roomChanged: (roomId) => queue.add(poolJob, { roomId }).catch(() => {}),
  })
  return new Promise((resolve, reject) => {
    const server = listen(
      { fetch: app.fetch, hostname: config.HOST, port: config.PORT },
      ({ port }) =>
        resolve({
          url: `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`,
          close: () =>
            new Promise((done) => {
              server.close(() => done())
              if ('closeAllConnections' in server) server.closeAllConnections()
            }),
        }),
    )
    server.once('error', reject)
  })
}
