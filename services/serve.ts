import { fileURLToPath } from 'node:url'
import { serve as listen } from '@hono/node-server'
import type { Log } from '#shared/log.ts'
import { intakeJob, poolJob } from '#shared/queue/jobs.ts'
import { createApi } from './api/app.ts'
import type { House } from './house.ts'
import { pipeline } from './pipeline.ts'
import { type Board, openBoard } from './system/board.ts'
import { storageOf } from './system/storage.ts'
import { worksOf } from './system/works.ts'

export interface Server {
  readonly url: string
  close(): Promise<void>
}

/** The API over a house, wherever it is served. */
export function apiOf(
  { config, deps, queue, hint, demo }: House,
  log: Log,
  board: Board | null = null,
) {
  return createApi({
    ...deps,
    log,
    board,
    access: {
      token: config.ACCESS_TOKEN,
      region: config.REGION,
      secret: deps.sessionSecret,
      proxies: new Set(config.TRUSTED_PROXIES),
      demo,
    },
    system: {
      boardPath: board?.path ?? null,
      works: () => worksOf({ deps, queue }),
      policyFiles: deps.policyFiles,
      poolFile: fileURLToPath(new URL('../policies/pool.yaml', import.meta.url)),
      storage: () => storageOf(deps),
      regions: deps.regionTree,
    },
    queueAlive: async () => {
      await queue.counts(poolJob)
    },
    intake: {
      ...deps,
      hookSecrets: config.HOOK_SECRETS,
      hint,
      // Rows imply the work; a queue that is away only delays it to the next round.
      arrived: (intakeId) => queue.add(intakeJob, { intakeId }).catch(() => {}),
    },
    roomChanged: (roomId) => queue.add(poolJob, { roomId }).catch(() => {}),
  })
}

/** Opens the API and the console on the configured address; port 0 takes any free one. */
export async function serveHouse(house: House, log: Log): Promise<Server> {
  const { config } = house
  const names = pipeline.map(({ job }) => job.name)
  const board = await openBoard(config.QUEUE_URL, names)
  const app = apiOf(house, log, board)
  return new Promise((resolve, reject) => {
    const server = listen(
      { fetch: app.fetch, hostname: config.HOST, port: config.PORT },
      ({ port }) =>
        resolve({
          url: `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`,
          close: () =>
            new Promise((done) => {
              server.close(() => done(board?.close()))
              if ('closeAllConnections' in server) server.closeAllConnections()
            }),
        }),
    )
    server.once('error', reject)
  })
}
