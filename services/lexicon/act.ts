import type { Db } from '#shared/db/client.ts'
import {
  actOnLexicon,
  addDraft,
  findLexicon,
  type LexiconVersion,
  lexiconJson,
  publishedLexicon,
} from '#shared/db/lexicons.ts'
import { diffLexicons, type LexiconDiff } from '#shared/domain/lexicon-diff.ts'
import { stateAfter } from '#shared/domain/lexicon-version.ts'
import { checkRight } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import { AppError } from '#shared/errors.ts'
import { compileAside } from '#shared/lexicon/aside.ts'
import { readDocument } from '#shared/lexicon/document.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { type CheckDeps, checkLexicon } from './check.ts'
import { type GateReport, refusalOf } from './gate.ts'

export interface LexiconDeps extends CheckDeps {
  readonly now: () => Date
  /** Categories of a lexicon must be among these: their articles come from the program's own files. */
  readonly rulebook: { readonly categories: readonly { readonly id: string }[] }
}

export interface LexiconOwner {
  readonly name: string
  readonly roles: readonly Role[]
}

/** Files a lexicon, from a folder or a document, as a draft. Throws `invalid` when it does not read or does not compile. */
export async function draftLexicon(
  { db, now, rulebook }: LexiconDeps,
  data: unknown,
  reason: string,
  owner: LexiconOwner,
) {
  checkRight(owner, 'lexicon.manage')
  const source = readDocument(data)
  const known = new Set(rulebook.categories.map(({ id }) => id))
  const unknown = source.rules.find(({ category }) => !known.has(category))
  if (unknown)
    throw new AppError(
      'invalid',
      `类别 ${unknown.category} 不在本系统的 categories.yaml 中,请先由程序升级加入该类别及其依据。`,
    )
  const version = versionOf(source)
  await compileAside(JSON.stringify(source), version)
  const draft = { version, source, author: owner.name, reason: given(reason) }
  return addDraft(db, draft, now())
}

/** What a version would do to its own sentences and to everything people have judged. */
export async function checkVersion(deps: LexiconDeps, name: string, signal?: AbortSignal) {
  const lexicon = await findLexicon(deps.db, name)
  return { lexicon, report: await reportOn(deps, lexicon, signal) }
}

async function reportOn(deps: LexiconDeps, { version }: LexiconVersion, signal?: AbortSignal) {
  const compiled = await compileAside(await lexiconJson(deps.db, version), version)
  return checkLexicon(deps, compiled, signal)
}

export async function shadowLexicon(
  { db, now }: LexiconDeps,
  name: string,
  reason: string,
  owner: LexiconOwner,
): Promise<LexiconVersion> {
  checkRight(owner, 'lexicon.manage')
  const act = { act: 'shadow', by: owner.name, reason } as const
  return actOnLexicon(db, await findLexicon(db, name), act, now())
}

export interface Published {
  readonly lexicon: LexiconVersion
  readonly report: GateReport
}

/**
 * Puts a version in force once the gate has let it pass, or over its refusal with a person's reason, which is kept.
 * Throws `conflict` with the gate's words, or when somebody published another meanwhile.
 */
export async function publishLexicon(
  deps: LexiconDeps,
  name: string,
  {
    reason = '',
    overrideReason,
  }: { reason?: string | undefined; overrideReason?: string | undefined },
  owner: LexiconOwner,
  signal?: AbortSignal,
): Promise<Published> {
  checkRight(owner, 'lexicon.manage')
  const { db, now } = deps
  const seen = await findLexicon(db, name)
  stateAfter({ state: seen.state, wasPublished: seen.publishedAt !== null }, 'publish')
  const instead = (await publishedLexicon(db))?.version ?? null
  const report = await reportOn(deps, seen, signal)
  const refusal = refusalOf(report)
  const override = overrideReason?.trim()
  if (refusal && !override) throw new AppError('conflict', refusal)
  const { lost, examples, stillFlagged, comesBack, ...looked } = report
  const lexicon = await actOnLexicon(
    db,
    seen,
    {
      ...{ act: 'publish', by: owner.name, reason: reason.trim() || seen.reason, instead },
      // A reason nobody needed is no override.
      overrideReason: refusal ? override : undefined,
      detail: {
        ...{ instead, ...looked, lost: lost.count, failedExamples: examples.count },
        ...{ stillFlagged: stillFlagged.count, comesBack: comesBack.count },
        lostFlags: [...new Set(lost.first.map(({ flagId }) => flagId))],
      },
    },
    now(),
  )
  return { lexicon, report }
}

/** Puts a version in force that had been before, at once: whoever needs it cannot wait for the gate, and says why. */
export async function rollbackLexicon(
  { db, now }: LexiconDeps,
  name: string,
  reason: string,
  owner: LexiconOwner,
): Promise<LexiconVersion> {
  checkRight(owner, 'lexicon.manage')
  const why = given(reason)
  const seen = await findLexicon(db, name)
  const instead = (await publishedLexicon(db))?.version ?? null
  const act = {
    act: 'rollback',
    by: owner.name,
    reason: why,
    instead,
    detail: { instead },
  } as const
  return actOnLexicon(db, seen, act, now())
}

export async function retireLexicon(
  { db, now }: LexiconDeps,
  name: string,
  reason: string,
  owner: LexiconOwner,
): Promise<LexiconVersion> {
  checkRight(owner, 'lexicon.manage')
  const act = { act: 'retire', by: owner.name, reason } as const
  return actOnLexicon(db, await findLexicon(db, name), act, now())
}

/** How the second version differs from the first. */
export async function diffVersions(
  db: Db,
  before: string,
  after: string,
): Promise<{ readonly before: string; readonly after: string; readonly diff: LexiconDiff }> {
  const [a, b] = [await findLexicon(db, before), await findLexicon(db, after)]
  const [was, is] = [await sourceOf(db, a.version), await sourceOf(db, b.version)]
  return { before: a.version, after: b.version, diff: diffLexicons(was, is) }
}

/** A version's content. */
export async function sourceOf(db: Db, version: string) {
  return readDocument(JSON.parse(await lexiconJson(db, version)))
}

function given(reason: string): string {
  if (reason.trim() === '') throw new AppError('invalid', '请写明理由。')
  return reason.trim()
}
