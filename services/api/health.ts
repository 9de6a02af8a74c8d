import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Db } from '#shared/db/client.ts'

export interface HealthDeps {
  readonly db: Db
  /** Throws when the queue cannot be reached. */
  readonly queueAlive: () => Promise<void>
}

/** `/healthz`: the process answers. `/readyz`: it can do its work, or says what is missing. */
export function healthRoutes({ db, queueAlive }: HealthDeps) {
  return new Hono()
    .get('/healthz', (c) => c.json({ ok: true }, 200))
    .get('/readyz', async (c) => {
      const checks = {
        database: () => db.execute(sql`select 1`),
        queue: queueAlive,
      }
      const missing: string[] = []
      for (const [name, check] of Object.entries(checks))
        await check().catch(() => missing.push(name))
      return c.json({ ok: missing.length === 0, missing }, missing.length === 0 ? 200 : 503)
    })
}
