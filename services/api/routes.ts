import { Hono } from 'hono'
import type { Blobs } from '#shared/blob/store.ts'
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
import { backtestRoutes } from './backtests.ts'
import { batchRoutes } from './batches.ts'
import { broadcastRoutes } from './broadcasts.ts'
import { candidateRoutes } from './candidates.ts'
import { captureRoutes } from './captures.ts'
import { changeRoutes } from './changes.ts'
import { clipRoutes } from './clips.ts'
import { deliveryRoutes } from './deliveries.ts'
import { deskRoutes } from './desk.ts'
import { eventRoutes } from './events.ts'
import { type ExplainRouteDeps, explainRoutes } from './explain.ts'
import { flagMoveRoutes } from './flag-moves.ts'
import { type FlagRouteDeps, flagRoutes } from './flags.ts'
import { guideRoutes } from './guides.ts'
import type { HealthDeps } from './health.ts'
import type { HookDeps } from './hooks.ts'
import { importRoutes } from './imports.ts'
import { intakeRoutes } from './intake.ts'
import { lawRoutes } from './laws.ts'
import { leadRoutes } from './leads.ts'
import { lexiconMoveRoutes } from './lexicon-moves.ts'
import { lexiconRuleRoutes } from './lexicon-rules.ts'
import { lexiconRoutes } from './lexicons.ts'
import { declaredRoutes } from './may.ts'
import { membershipRoutes } from './memberships.ts'
import { missSampleRoutes } from './miss-samples.ts'
import { noticeAnswerRoutes } from './notice-answers.ts'
import { noticeRoutes } from './notices.ts'
import { openApiRoutes } from './openapi.ts'
import { operatorRoutes } from './operators.ts'
import { hideStaff } from './outsider.ts'
import { portalRoutes } from './portal.ts'
import { proposalRoutes } from './proposals.ts'
import { recordingRoutes } from './recordings.ts'
import { removalHearingRoutes } from './removal-hearings.ts'
import { removalRoutes } from './removals.ts'
import { reportFigureRoutes } from './report-figures.ts'
import { reportRoutes } from './reports.ts'
import { roomRoutes } from './rooms.ts'
import { scorecardRoutes } from './scorecards.ts'
import { secondLookRoutes } from './second-looks.ts'
import { sessionRoutes } from './session.ts'
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

/** `/api/*`: what people and programs with access may ask. */
export function apiRoutes(deps: ApiDeps) {
  const api = new Hono<ActorEnv>()
    .use(identify(deps))
    .use(hideStaff)
    .route('/session', sessionRoutes(deps))
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
