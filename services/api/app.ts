import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import { type ActorEnv, identify } from './actor.ts'
import { authRoutes } from './auth.ts'
import { consoleRoutes } from './console.ts'
import { answerFailure } from './failure.ts'
import { healthRoutes } from './health.ts'
import { hookRoutes } from './hooks.ts'
import { may } from './may.ts'
import { publicRoutes } from './public.ts'
import { type ApiDeps, apiRoutes } from './routes.ts'

/** A paper shows within our own pages and can load nothing. */
const paperPolicy = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"

const policy = {
  defaultSrc: ["'self'"],
  // antd writes its styles at run time; scripts stay with our own files.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  // The danmaku layer computes its tracks in a worker made from its own code.
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
}

/** The whole of what the house answers over HTTP: `/api/*` for people with access, health checks, the console's files. */
export function createApi(deps: ApiDeps) {
  const fromPages = csrf()
  const secured = secureHeaders({ contentSecurityPolicy: policy })
  // bull-board's pages name their own base.
  const boarded = secureHeaders({ contentSecurityPolicy: { ...policy, baseUri: ["'self'"] } })
  const { board } = deps
  const onBoard = (path: string) => board && `${path}/`.startsWith(`${board.path}/`)
  const app = new Hono()
    .use(async (c, next) => {
      await (onBoard(c.req.path) ? boarded : secured)(c, next)
      if (c.res.headers.get('content-type') === 'application/pdf')
        c.res.headers.set('content-security-policy', paperPolicy)
    })
    .use(async (c, next) => {
      const began = performance.now()
      await next()
      const ms = Math.round(performance.now() - began)
      deps.log.info({ method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'request')
    })
    .use((c, next) => {
      // Recorders send forms without an origin and have no cookie; a page cannot send tus's header across origins.
      const foreign = c.req.path.startsWith('/hooks/') || c.req.header('tus-resumable')
      return foreign ? next() : fromPages(c, next)
    })
    .route('/', healthRoutes(deps))
    .route(
      '/public',
      publicRoutes({
        ...deps,
        words: {
          bureau: `${deps.names.region(deps.city)}市场监督管理局`,
          region: deps.names.region,
        },
      }),
    )
    .route('/api/auth', authRoutes(deps))
    .route('/api', apiRoutes(deps))
  if (board) {
    const gate = new Hono<ActorEnv>().use(identify(deps)).use(may('system.queue'))
    app.route(board.path, gate.route('/', board.app))
  }
  if (deps.intake) app.route('/hooks', hookRoutes(deps.intake))

  app.onError(answerFailure(deps.log))
  return app.route('/', consoleRoutes())
}

export type Api = ReturnType<typeof createApi>
