import type { TestProject } from 'vitest/node'
import { liteImage, makeTemplate } from './images.ts'
import { type Service, startPostgres, startRedis } from './services.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's address of an empty database on a PostgreSQL that lives as long as the run. */
    postgresUrl: string
    /** Its database to copy for a new one: empty, migrated. */
    postgresTemplate: string
    /** Address of an embedded database in memory that begins empty and migrated. */
    liteUrl: string
    /** A Redis that lives as long as the run. Share it: give every queue its own prefix. */
    redisUrl: string
  }
}

const services: Service[] = []

/** Starts PostgreSQL and Redis once for the whole run; tests take them by `inject('postgresUrl')`, `inject('redisUrl')`. */
export async function setup(project: TestProject): Promise<void> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env
  const start = async (url: string | undefined, launch: () => Promise<Service>) => {
    if (url) return url
    const service = await launch()
    services.push(service)
    return service.url
  }
  const [postgres, redis, image] = await Promise.allSettled([
    start(TEST_DATABASE_URL, startPostgres),
    start(TEST_REDIS_URL, startRedis),
    liteImage(),
  ])
  for (const outcome of [postgres, redis, image]) {
    if (outcome.status === 'fulfilled') continue
    await teardown()
    throw outcome.reason
  }
  if (postgres.status === 'fulfilled') {
    project.provide('postgresUrl', postgres.value)
    project.provide('postgresTemplate', await makeTemplate(postgres.value))
  }
  if (image.status === 'fulfilled') project.provide('liteUrl', `pglite::memory:${image.value}`)
  if (redis.status === 'fulfilled') project.provide('redisUrl', redis.value)
}

/** Stops what `setup` started; vitest calls it at the end, on failure and on Ctrl-C. */
export async function teardown(): Promise<void> {
  await Promise.all(services.splice(0).map((service) => service.stop()))
}
