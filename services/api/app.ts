import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { secureHeaders } from 'hono/secure-headers'
import type { Blobs } from '#shared/blob/store.ts'
import { inScope } from '#shared/domain/region.ts'
import { verbsOf } from '#shared/domain/rights.ts'
import type { Log } from '#shared/log.ts'
import type { CaseDeps } from '../applications/deps.ts'
import type { WantDeps } from '../capture/want.ts'
import type { UploadDeps } from '../intake/uploads.ts'
import type { LexiconDeps } from '../lexicon/act.ts'
import type { ImportDeps } from '../registry/import/run.ts'
import type { ReportDeps } from '../report/build.ts'
import type { ReportNames } from '../report/sections/words.ts'
import type { Board } from '../system/board.ts'
import type { SignInDeps } from '../users/deps.ts'
import { accountRoutes } from './account.ts'
import { type AccessConfig, type ActorEnv, identify } from './actor.ts'
import { alertRoutes } from './alerts.ts'
import { applicationMoveRoutes } from './application-moves.ts'
import { applicationRoutes } from './applications.ts'
import { auditRoutes } from './audit.ts'
import { authRoutes } from './auth.ts'
import { backtestRoutes } from './backtests.ts'
import { batchRoutes } from './batches.ts'
import { broadcastRoutes } from './broadcasts.ts'
import { candidateRoutes } from './candidates.ts'
import { captureRoutes } from './captures.ts'
import { changeRoutes } from './changes.ts'
import { clipRoutes } from './clips.ts'
import { consoleRoutes } from './console.ts'
import { deliveryRoutes } from './deliveries.ts'
import { deskRoutes } from './desk.ts'
import { eventRoutes } from './events.ts'
import { type ExplainRouteDeps, explainRoutes } from './explain.ts'
import { answerFailure } from './failure.ts'
import { flagMoveRoutes } from './flag-moves.ts'
import { type FlagRouteDeps, flagRoutes } from './flags.ts'
import { guideRoutes } from './guides.ts'
import { type HealthDeps, healthRoutes } from './health.ts'
import { type HookDeps, hookRoutes } from './hooks.ts'
import { importRoutes } from './imports.ts'
import { intakeRoutes } from './intake.ts'
import { lawRoutes } from './laws.ts'
import { leadRoutes } from './leads.ts'
import { lexiconMoveRoutes } from './lexicon-moves.ts'
import { lexiconRuleRoutes } from './lexicon-rules.ts'
import { lexiconRoutes } from './lexicons.ts'
import { declaredRoutes, may } from './may.ts'
import { membershipRoutes } from './memberships.ts'
import { missSampleRoutes } from './miss-samples.ts'
import { noticeAnswerRoutes } from './notice-answers.ts'
import { noticeRoutes } from './notices.ts'
import { openApiRoutes } from './openapi.ts'
import { operatorRoutes } from './operators.ts'
import { hideStaff } from './outsider.ts'
import { portalRoutes } from './portal.ts'
import { proposalRoutes } from './proposals.ts'
import { publicRoutes } from './public.ts'
import { recordingRoutes } from './recordings.ts'
import { removalHearingRoutes } from './removal-hearings.ts'
import { removalRoutes } from './removals.ts'
import { reportFigureRoutes } from './report-figures.ts'
import { reportRoutes } from './reports.ts'
import { roomRoutes } from './rooms.ts'
import { scorecardRoutes } from './scorecards.ts'
import { secondLookRoutes } from './second-looks.ts'
import { signalRoutes } from './signals.ts'
import { streamerRoutes } from './streamers.ts'
import { supportRoutes } from './support.ts'
import { type SystemDeps, systemRoutes } from './system.ts'
import { taskRoutes } from './tasks.ts'
import { type TermHealthRouteDeps, termHealthRoutes } from './term-health.ts'
import { trainingRoutes } from './trainings.ts'
import { uploadRoutes } from './uploads.ts'
import { userRoutes } from './users.ts'
import { type WorklistRouteDeps, worklistRoutes } from './worklist.ts'

export type ApiDeps = FlagRouteDeps &
  WorklistRouteDeps &
  ReportDeps &
  HealthDeps &
  ExplainRouteDeps &
  TermHealthRouteDeps &
  LexiconDeps &
  CaseDeps &
  SignInDeps &
  SystemDeps &
  ImportDeps & {
    /** The root of the regions. */
    readonly city: string
    readonly blobs: Blobs
    readonly access: AccessConfig
    readonly names: ReportNames
    readonly log: Log
    /** Which addresses live captures may open; without it none. */
    readonly capture?: WantDeps['capture']
    /** The jobs in Redis, for the system administrator; without it there is none to look at. */
    readonly board?: Board | null
    /** How recordings come in over HTTP; without it neither hooks nor uploads are answered. */
    readonly intake?: HookDeps & UploadDeps
  }

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

/** `/api/*`: what people and programs with access may ask. */
function apiRoutes(deps: ApiDeps) {
  const api = new Hono<ActorEnv>()
    .use(identify(deps))
    .use(hideStaff)
    .get('/session', may('session.read'), (c) => {
      const { name, region, roles } = c.var.actor
      const signedIn = c.var.sitting !== undefined
      const regions = [...deps.regions].flatMap(([path, label]) =>
        inScope(region, path) ? [{ path, name: label }] : [],
      )
      const categories = deps.rulebook.categories.map(({ id, name: label }) => ({
        id,
        name: label,
      }))
      const regionName = deps.names.region(region)
      const verbs = verbsOf(roles)
      return c.json({ name, signedIn, roles, verbs, region, regionName, regions, categories }, 200)
    })
    .route('/flags', flagRoutes(deps))
    .route('/flags', flagMoveRoutes(deps))
    .route('/worklist', worklistRoutes(deps))
    .route('/second-looks', secondLookRoutes(deps))
    .route('/rooms', roomRoutes(deps))
    .route('/recordings', recordingRoutes(deps))
    .route('/broadcasts', broadcastRoutes(deps))
    .route('/intake', intakeRoutes({ arrived: async () => {}, ...deps, ...deps.intake }))
    .route('/captures', captureRoutes({ capture: [], ...deps }))
    .route('/clips', clipRoutes(deps))
    .route('/candidates', candidateRoutes(deps))
    .route('/signals', signalRoutes(deps))
    .route('/proposals', proposalRoutes(deps))
    .route('/lexicons', lexiconRoutes(deps))
    .route('/lexicons', lexiconRuleRoutes(deps))
    .route('/lexicons', lexiconMoveRoutes(deps))
    .route('/lexicons', backtestRoutes(deps))
    .route('/laws', lawRoutes(deps))
    .route('/reports', reportRoutes(deps))
    .route('/reports', reportFigureRoutes(deps))
    .route('/alerts', alertRoutes(deps))
    .route('/deliveries', deliveryRoutes(deps))
    .route('/miss-samples', missSampleRoutes(deps))
    .route('/explain', explainRoutes(deps))
    .route('/term-health', termHealthRoutes(deps))
    .route('/operators', operatorRoutes(deps))
    .route('/streamers', streamerRoutes(deps))
    .route('/trainings', trainingRoutes(deps))
    .route('/guides', guideRoutes(deps))
    .route('/support', supportRoutes(deps))
    .route('/changes', changeRoutes(deps))
    .route('/tasks', taskRoutes(deps))
    .route('/desk', deskRoutes(deps))
    .route('/events', eventRoutes(deps))
    .route('/imports', importRoutes(deps))
    .route('/memberships', membershipRoutes(deps))
    .route('/batches', batchRoutes(deps))
    .route('/applications', applicationRoutes(deps))
    .route('/applications', applicationMoveRoutes(deps))
    .route('/scorecards', scorecardRoutes(deps))
    .route('/notices', noticeRoutes(deps))
    .route('/notices', noticeAnswerRoutes(deps))
    .route('/removals', removalRoutes(deps))
    .route('/removals', removalHearingRoutes(deps))
    .route('/leads', leadRoutes(deps))
    .route('/portal', portalRoutes(deps))
    .route('/account', accountRoutes(deps))
    .route('/users', userRoutes(deps))
    .route('/audit', auditRoutes(deps))
    .route('/system', systemRoutes(deps))

  // Not in the chain: tus has its own clients.
  if (deps.intake) api.route('/uploads', uploadRoutes(deps.intake))
  // Not in the chain: it describes the others, and the console needs no type of it.
  api.route('/openapi.json', openApiRoutes(api))
  declaredRoutes(api)
  return api
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
