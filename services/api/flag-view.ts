import type { Db } from '#shared/db/client.ts'
import { commentsBetween } from '#shared/db/comments.ts'
import { flagForPeople } from '#shared/db/flags.ts'
import { hitsOfFlag } from '#shared/db/hits.ts'
import { looksOf, seenBy, waitingLook } from '#shared/db/second-looks.ts'
import { sentencesBetween } from '#shared/db/transcripts.ts'
import { verdictLog } from '#shared/db/verdicts.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { FlagState } from '#shared/domain/flag.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { articlesAt, categoryOf, type Rulebook } from '#shared/domain/rulebook.ts'
import { agrees, type Opinion, partOf } from '#shared/domain/second-look.ts'
import type { VerdictEntry } from '#shared/domain/verdict.ts'
import { AppError } from '#shared/errors.ts'
import { signHanded } from '../pool/handed.ts'
import { sealedLine } from '../pool/second-look.ts'
import { adviceOn } from './advice.ts'

/** What was said and written this long before and after the phrase is shown beside it. */
const contextMs = 60_000

/** One flag with all a person needs to decide: the words around it, the comments, the law then in force, the log. */
export async function flagView(
  deps: {
    readonly db: Db
    readonly rulebook: Rulebook
    readonly policies: readonly PoolPolicy[]
    readonly now: () => Date
    readonly access: { readonly secret: string }
  },
  reader: Actor,
  id: string,
) {
  const { db, rulebook } = deps
  const flag = await flagForPeople(db, reader, id)
  if (!flag) throw new AppError('not_found', '没有这条线索,可能已被移除或不在您的辖区。')
  const { transcriptId, clip, ...rest } = flag
  const fromMs = Math.max(0, flag.startMs - contextMs)
  const toMs = flag.endMs + contextMs
  const category = categoryOf(rulebook, flag.category)
  const { state, log, secondLook } = await decisionsFor(deps, reader, flag)
  return {
    ...rest,
    state,
    secondLook,
    categoryName: category?.name ?? flag.category,
    wording: category?.wording ?? '疑似',
    exposure: exposureOf(deps, reader, flag),
    ask: category?.ask ?? [],
    penalty: category?.penalty ?? '',
    articlesInForce: articlesAt(rulebook, flag.articles, flag.saidAt, deps.now()),
    clip: clip && {
      id: clip.id,
      fromMs: clip.fromMs,
      toMs: clip.toMs,
      markStartMs: clip.markStartMs,
      markEndMs: clip.markEndMs,
      files: clip.files.map(({ key: _, ...file }, index) => ({ ...file, index })),
    },
    hits: (await hitsOfFlag(db, id)).map(
      ({ recordingId, channel, startMs, endMs, saidAt, quote, quoteStart, quoteEnd, stage }) => ({
        recordingId,
        channel,
        startMs,
        endMs,
        quote,
        saidAt,
        quoteStart,
        quoteEnd,
        stage,
      }),
    ),
    sentences: transcriptId ? await sentencesBetween(db, transcriptId, fromMs, toMs) : [],
    comments: await commentsBetween(db, flag.recordingId, fromMs, toMs),
    log,
    ...(await adviceOn(db, id, log, reader.name)),
  }
}

/** What 成立 of a grave flag asks first, see `checkExposure`, and the mark for an opening without a network; else null. */
function exposureOf(
  { policies, now, access }: Parameters<typeof flagView>[0],
  reader: Actor,
  { id, severity }: { readonly id: string; readonly severity: number },
) {
  const atMs = now().getTime()
  const { minSeverity, seconds } = policyOn(policies, atMs).exposure
  if (severity < minSeverity) return null
  const handed = signHanded(access.secret, { flagId: id, by: reader.name, atMs })
  return { openMs: seconds * 1000, handed }
}

/** What a look that waits asks of the reader, or what theirs came to. */
type SecondLookView =
  | { readonly part: 'first' | 'second' }
  | { readonly part: 'decider'; readonly opinions: readonly Opinion[] }
  | { readonly part: 'settled'; readonly agreed: boolean }

interface Decisions {
  readonly state: FlagState
  readonly log: VerdictEntry[]
  readonly secondLook: SecondLookView | null
}

/**
 * A flag's state and log as this reader may know them: nothing of what they are to look at without knowing it; to the
 * decider both opinions; to everybody who gave one, once it is settled, whether the two agreed.
 */
async function decisionsFor(
  { db, policies }: { readonly db: Db; readonly policies: readonly PoolPolicy[] },
  reader: Actor,
  flag: { readonly id: string; readonly state: FlagState },
): Promise<Decisions> {
  const [log, looks] = [await verdictLog(db, flag.id), await looksOf(db, flag.id)]
  const look = waitingLook(looks, reader.name)
  const part = look ? partOf(look, reader) : null
  const state = (await seenBy(db, reader)).get(flag.id)?.state ?? flag.state
  if (look && part === 'second') return { state, log: [], secondLook: { part } }
  if (look && part === 'decider') {
    const { first, second } = look
    return { state, log, secondLook: { part, opinions: second ? [first, second] : [first] } }
  }
  if (look && part === 'first')
    return {
      state,
      log: look.sealed ? [...log, sealedLine(look, policies)] : log,
      secondLook: { part },
    }
  const given = looks.findLast(
    ({ first, second }) => second !== null && [first.by, second.by].includes(reader.name),
  )
  const settled = given && given.settledAtMs !== null
  return {
    state,
    log,
    secondLook: settled ? { part: 'settled' as const, agreed: agrees(given) } : null,
  }
}
