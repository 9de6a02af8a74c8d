import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBlobs } from '#shared/blob/store.ts'
import type { Config } from '#shared/config/env.ts'
import { pseudonymise } from '#shared/danmaku/privacy.ts'
import { openDb } from '#shared/db/client.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import { CapturePolicy } from '#shared/domain/capture.ts'
import { DeliveriesPolicy } from '#shared/domain/delivery.ts'
import { DetectionPolicy } from '#shared/domain/detection-policy.ts'
import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { LinkPolicy } from '#shared/domain/link-policy.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { categoryName } from '#shared/domain/rulebook.ts'
import { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { WorklistPolicy } from '#shared/domain/worklist-policy.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import { loadTagger } from '#shared/lexicon/tagger.ts'
import { openAiChat } from '#shared/llm/chat.ts'
import type { Log } from '#shared/log.ts'
import { openTesseract } from '#shared/ocr/tesseract.ts'
import type { Post } from '#shared/outbound/send.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { openQueue } from '#shared/queue/open.ts'
import { reconcile, type Stage, startReconcile, startStage } from '#shared/queue/stage.ts'
import { once } from '#shared/text/detect.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import type { Adviser } from './adjudicate/ask.ts'
import { adjudicateStage } from './adjudicate/stage.ts'
import { runCaptures } from './capture/worker.ts'
import { loadCasePolicies } from './case-policies.ts'
import { deliverStage } from './deliver/stage.ts'
import { makeTagger } from './detect/candidates.ts'
import { openShelf } from './detect/shelf.ts'
import { enginesOf } from './engines.ts'
import { readDisk } from './intake/disk.ts'
import { type Keeper, keepIntake } from './intake/keep.ts'
import { openIntake } from './intake/open.ts'
import { pipeline } from './pipeline.ts'
import { openRegistry } from './registry/open.ts'
import { removalHooks } from './removal/publish.ts'
import { type ReportRules, reportRules } from './report/rules.ts'
import { installationKey, keyFor, monthlySalt } from './secret.ts'
import { openPolicyFiles } from './system/policies.ts'
import { watchStage } from './watch/stage.ts'

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** A new lexicon version is taken within a round of these, and no later than the first job after it. */
const reconcileEveryMs = 15_000

export interface HouseOptions {
  readonly log: Log
  readonly now?: () => Date
  /** In place of the policy's undo window: 0 in the demo and in tests, where nobody waits ten minutes. */
  readonly undoMinutes?: number
  /** In place of the policy's: how often the picture is looked at, where nobody waits for all that is written on it. */
  readonly screenEverySeconds?: number
  /** In place of the policy's: how many days back missed reports are made up for. */
  readonly catchUpDays?: number
  /** Rows that imply work are looked for this often; the queue carries the rest within milliseconds. */
  readonly reconcileEveryMs?: number
  /** People as whom the demo's visitor may act. */
  readonly demo?: readonly Actor[]
  /** In place of policies/capture.yaml: a test's streams come from this machine. */
  readonly capture?: readonly CapturePolicy[]
  /** In place of the shipped one: a small lexicon compiles in a moment. */
  readonly lexicon?: LexiconSource
}

/** Everything built from the settings, by the names the stages and the API ask for; `close` in reverse order. */
export type House = Awaited<ReturnType<typeof openHouse>>

export async function openHouse(config: Config, options: HouseOptions) {
  const { log, now = () => new Date() } = options
  const stop = new AbortController()
  const { db, close: closeDb } = await openDb(config.DATABASE_URL)
  try {
    const pool = await loadPolicy(root('policies/pool.yaml'), policyFile(PoolPolicy))
    const detection = await loadPolicy(root('policies/detection.yaml'), policyFile(DetectionPolicy))
    const audience = await loadPolicy(root('policies/audience.yaml'), policyFile(AudiencePolicy))
    const links = await loadPolicy(root('policies/links.yaml'), policyFile(LinkPolicy))
    const screen = await loadPolicy(root('policies/screen.yaml'), policyFile(ScreenPolicy))
    const termHealth = await loadPolicy(
      root('policies/term-health.yaml'),
      policyFile(TermHealthPolicy),
    )
    const worklist = await loadPolicy(root('policies/worklist.yaml'), policyFile(WorklistPolicy))
    const capture = await loadPolicy(root('policies/capture.yaml'), policyFile(CapturePolicy))
    const deliveries = await loadPolicy(
      root('policies/deliveries.yaml'),
      policyFile(DeliveriesPolicy),
    )
    const retention = await loadPolicy(root('policies/retention.yaml'), policyFile(RetentionPolicy))
    const key = await installationKey(config.DATA_DIR)
    const { source: shippedSource, ...rulebook } = await loadLexicon(root('lexicons'))
    const source = options.lexicon ?? shippedSource
    const sessionSecret = config.AUTH_SECRET || keyFor(key, 'session').toString('hex')
    const tokenizer = openTokenizer()
    const tagger = once(async () => makeTagger(await loadTagger(root('lexicons')), tokenizer))
    const built = {
      db,
      now,
      region: config.REGION,
      policies: withUndo(pool.versions, options.undoMinutes),
      detection: detection.versions,
      audience: audience.versions,
      links: links.versions,
      screen: withEvery(screen.versions, options.screenEverySeconds),
      screenReader: once(() => openTesseract()),
      termHealth: termHealth.versions,
      worklist: worklist.versions,
      deliveries: deliveries.versions,
      post: postOf(config),
      disk: () => readDisk(join(config.DATA_DIR, 'evidence')),
      reporting: withCatchUp(
        await reportRules(root('policies'), source, termHealth.versions),
        options.catchUpDays,
      ),
      rulebook,
      ...(await openRegistry(key)),
      ...(await loadCasePolicies()),
      capture: options.capture ?? capture.versions,
      retention: retention.versions,
      ...(await openIntake(config)),
      sessionSecret,
      policyFiles: await openPolicyFiles(root('policies')),
      auth: once(async () =>
        (await import('./users/auth.ts')).openAuth({ db, now }, sessionSecret),
      ),
      blobs: await openBlobs(join(config.DATA_DIR, 'evidence')),
      pseudonym: (sender: string, at: Date) => pseudonymise(sender, monthlySalt(key, at)),
      ...enginesOf(config),
      adviser: adviserOf(config),
      tokenizer,
      tagger,
      shelf: await openShelf(db, source, now()),
    }
    const names = {
      region: (path: string) => built.regions.get(path) ?? path,
      category: (id: string) => categoryName(built.rulebook, id),
    }
    const deps = { ...built, names, removals: removalHooks(built) }
    const queue = await openQueue(config.QUEUE_URL, { log, stop: stop.signal })
    const mine = pipeline.filter(({ job }) => config.ROLES.some((role) => role === job.name))
    // Beside the pipeline: no stage waits for it, and `settle` does not look for its work.
    const advising = deps.adviser !== null && config.ROLES.includes('adjudicate')
    const beside = [watchStage, deliverStage].filter(({ job }) =>
      config.ROLES.some((role) => role === job.name),
    )
    const working = [...mine, ...beside, ...(advising ? [adjudicateStage] : [])]
    const dir = resolve(config.DATA_DIR, 'captures')
    const captures = { db, queue, log, now, dir, policies: deps.capture, retention: deps.retention }
    let reconciling = Promise.resolve()
    let keeper: Keeper | null = null
    let capturing = Promise.resolve()

    return {
      config,
      deps,
      queue,
      demo: options.demo ?? [],
      /** Lets this process work on its roles' stages, and keeps finding what rows imply. */
      start() {
        for (const stage of working)
          startStage(queue, stage as Stage<unknown, typeof deps>, deps, log)
        reconciling = startReconcile({
          stages: working as readonly Stage<unknown, typeof deps>[],
          deps,
          queue,
          everyMs: options.reconcileEveryMs ?? reconcileEveryMs,
          signal: stop.signal,
          log,
        })
      },
      /** Goes on looking for new recordings: for a process that serves, not for a command that ends. */
      keep() {
        if (config.ROLES.includes('intake')) keeper = keepIntake(deps, log, stop.signal)
        if (config.ROLES.includes('capture')) capturing = runCaptures(captures, stop.signal)
      },
      /** A hook came in, or an upload ended: look soon. */
      hint: () => keeper?.hint(),
      /** Resolves when rows imply no more work for this process: for the command, the demo and tests. */
      async settle() {
        for (let before = '', same = 0; ; ) {
          const found: string[] = []
          for (const stage of mine) {
            const keys = await reconcile(stage as Stage<unknown, typeof deps>, deps, queue)
            found.push(...keys.map((key) => `${stage.job.name} ${key}`))
          }
          await queue.idle()
          const now = found.join()
          if (now === '') return
          same = now === before ? same + 1 : 0
          // What runs and is found again and again as it was will be so for ever; the timer goes on trying it.
          if (same === 5) return log.warn({ found: found.slice(0, 5) }, 'did not settle')
          before = now
        }
      },
      async close() {
        stop.abort()
        await reconciling
        await keeper?.stopped
        await capturing
        await queue.close()
        deps.bucket?.close()
        await closeDb()
      },
    }
  } catch (error) {
    await closeDb()
    throw error
  }
}

function withEvery(policies: readonly ScreenPolicy[], everySeconds: number | undefined) {
  if (everySeconds === undefined) return policies
  return policies.map((p) => ({ ...p, everySeconds }))
}

function withCatchUp(rules: ReportRules, catchUpDays: number | undefined): ReportRules {
  if (catchUpDays === undefined) return rules
  return { ...rules, reports: rules.reports.map((policy) => ({ ...policy, catchUpDays })) }
}

function withUndo(policies: readonly PoolPolicy[], minutes: number | undefined) {
  if (minutes === undefined) return policies
  // Where nobody waits ten minutes, nobody waits for a colleague or a clip either.
  const waits = (p: PoolPolicy) =>
    minutes === 0 ? { secondLookHours: 0, exposure: { ...p.exposure, seconds: 0 } } : {}
  return policies.map((p) => ({
    ...p,
    undoMinutes: minutes,
    batchUndoMinutes: minutes,
    ...waits(p),
  }))
}

function postOf(config: Config): Post {
  const { SMTP_URL: url, SMTP_FROM: from, DELIVERY_SECRETS: secrets, DROP_DIR: drop } = config
  return { mail: url ? { url, from } : null, secrets, dropDir: drop ? resolve(drop) : null }
}

function adviserOf(config: Config): Adviser | null {
  const { LLM_URL: baseUrl, LLM_KEY: key, LLM_MODEL: model } = config
  if (!baseUrl) return null
  const chat = openAiChat({ baseUrl, key, model })
  return { chat, dailyCalls: config.LLM_DAILY_BUDGET, tasks: config.LLM_TASKS }
}
