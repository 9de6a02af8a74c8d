import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'

const root = fileURLToPath(new URL('../../dist/console', import.meta.url))

/** The built console; every page of it is the same file, its own router reads the path. */
export function consoleRoutes() {
  const app = new Hono()
  if (!existsSync(root))
    return app.get('/', (c) => c.text('控制台尚未构建,请运行 npm run console 后重启。', 503))
  return app
    .use(compress())
    .use(
      '/assets/*',
      serveStatic({
        root,
        // Named by their content, so they never change under one name.
        onFound: (_, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
      }),
    )
    .use('*', serveStatic({ root }))
    .get('*', serveStatic({ root, path: 'index.html' }))
}
