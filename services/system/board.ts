import type { Hono } from 'hono'

export interface Board {
  readonly path: string
  /** Everything below `path`. Only reads: what a person changes goes through an act, with its line in the log. */
  readonly app: Hono
  close(): Promise<void>
}

/** A page asks no other host. */
const foreignFonts = /<link[^>]+fonts\.googleapis\.com[^>]*>/g

/** bull-board over the queues in Redis, for looking at the jobs themselves; null for a queue in memory. */
export async function openBoard(url: string, names: readonly string[]): Promise<Board | null> {
  if (!/^rediss?:/.test(url)) return null
  const { createBullBoard } = await import('@bull-board/api')
  const { BullMQAdapter } = await import('@bull-board/api/bullMQAdapter')
  const { HonoAdapter } = await import('@bull-board/hono')
  const { serveStatic } = await import('@hono/node-server/serve-static')
  const { Queue } = await import('bullmq')
  const { Redis } = await import('ioredis')
  const { Hono } = await import('hono')

  const path = '/board'
  const connection = new Redis(url, { maxRetriesPerRequest: 1 })
  // Outages are the queue's own to report.
  connection.on('error', () => {})
  const queues = names.map((name) => new Queue(name, { connection, prefix: 'lvbo' }))
  const adapter = new HonoAdapter(serveStatic).setBasePath(path)
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: '绿播 · 任务队列' } },
  })
  const app = new Hono()
    .use(async (c, next) => {
      await next()
      if (!c.res.headers.get('content-type')?.startsWith('text/html')) return
      c.res = new Response((await c.res.text()).replace(foreignFonts, ''), c.res)
    })
    .route('/', adapter.registerPlugin())
  return {
    path,
    app,
    async close() {
      for (const queue of queues) await queue.close()
      connection.disconnect()
    },
  }
}
