import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBlobs } from '#shared/blob/store.ts'
import type { Config } from '#shared/config/env.ts'
import { pseudonymise } from '#shared/danmaku/privacy.ts'
import type { Db } from '#shared/db/client.ts'
import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { categoryName } from '#shared/domain/rulebook.ts'
import { compileAside } from '#shared/lexicon/aside.ts'
import { keptIn, loadKept } from '#shared/lexicon/kept.ts'
import { openAiChat } from '#shared/llm/chat.ts'
import { openTesseract } from '#shared/ocr/tesseract.ts'
import type { Post } from '#shared/outbound/send.ts'
import { once } from '#shared/text/detect.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import type { Adviser } from './adjudicate/ask.ts'
import { loadCasePolicies } from './case-policies.ts'
import { openShelf } from './detect/shelf.ts'
import { openTagger, readTwice } from './detect/tagger.ts'
import { enginesOf } from './engines.ts'
import { readDisk } from './intake/disk.ts'
import { openIntake } from './intake/open.ts'
import { loadPolicies, type PolicyOptions } from './policies.ts'
import { openRegistry } from './registry/open.ts'
import { removalHooks } from './removal/publish.ts'
import { reportRules } from './report/rules.ts'
import { installationKey, keyFor, monthlySalt } from './secret.ts'
import { openPolicyFiles } from './system/policies.ts'

const root = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

export interface DepsOptions extends PolicyOptions {
  readonly now?: () => Date
  /** In place of the shipped one: a small lexicon compiles in a moment. */
  readonly lexicon?: LexiconSource
}

/** What the stages and the API are given, by the names they ask for; what is heavy is opened with its first use. */
export type Deps = Awaited<ReturnType<typeof openDeps>>

/** Opens it all on an open database. Throws `invalid` for settings, policies and lexicons that are wrong. */
export async function openDeps(config: Config, db: Db, options: DepsOptions) {
  const { now = () => new Date(), lexicon } = options
  const { reports, ...policies } = await loadPolicies(options)
  const { termHealth } = policies
  const { clocks, holidays, sheets } = await loadCasePolicies()
  const kept = keptIn(config.DATA_DIR)
  const { source: shipped, categories, laws } = await loadKept(root('lexicons'), kept)
  const rulebook = { categories, laws }
  const source = lexicon ?? shipped
  const key = await installationKey(config.DATA_DIR)
  const sessionSecret = config.AUTH_SECRET || keyFor(key, 'session').toString('hex')
  const evidence = join(config.DATA_DIR, 'evidence')
  const tokenizer = openTokenizer()
  const tagger = once(() => openTagger(tokenizer))
  const compile = async (json: string, version: string) =>
    readTwice(await compileAside(json, version, kept), await tagger())
  const registry = await openRegistry(key)
  const built = {
    db,
    now,
    region: config.REGION,
    ...policies,
    ...registry,
    ...{ clocks, holidays, sheets },
    ...(await openIntake(config)),
    ...enginesOf(config),
    reporting: reportRules(source, { reports, termHealth, clocks, holidays }),
    rulebook,
    names: {
      region: (path: string) => registry.regions.get(path) ?? path,
      category: (id: string) => categoryName(rulebook, id),
    },
    policyFiles: await openPolicyFiles(root('policies')),
    sessionSecret,
    auth: once(async () => (await import('./users/auth.ts')).openAuth({ db, now }, sessionSecret)),
    pseudonym: (sender: string, at: Date) => pseudonymise(sender, monthlySalt(key, at)),
    blobs: await openBlobs(evidence),
    disk: () => readDisk(evidence),
    post: postOf(config),
    adviser: adviserOf(config),
    screenReader: once(() => openTesseract()),
    tokenizer,
    tagger,
    shelf: await openShelf(db, source, now(), compile),
  }
  return { ...built, removals: removalHooks(built) }
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
