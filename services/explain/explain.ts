import type { Db } from '#shared/db/client.ts'
import { getFlag } from '#shared/db/flags.ts'
import { getHit, hitsOfFlag, type NewHit, type StoredHit } from '#shared/db/hits.ts'
import { getRecording } from '#shared/db/recordings.ts'
import { getRoom } from '#shared/db/rooms.ts'
import type { Scope } from '#shared/db/scope.ts'
import { basisFor, sanctionFor } from '#shared/domain/category.ts'
import type { DetectionPolicy } from '#shared/domain/detection-policy.ts'
import { type BoundArticle, resolveArticles } from '#shared/domain/law.ts'
import type { LinkPolicy } from '#shared/domain/link-policy.ts'
import { findPolicy } from '#shared/domain/policy.ts'
import { inScope } from '#shared/domain/region.ts'
import { categoryOf, type Rulebook } from '#shared/domain/rulebook.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import { AppError } from '#shared/errors.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import type { Utterance } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { type Explanation, explain } from '#shared/text/explain.ts'
import { elsewhereIn, sequenceJudge } from '#shared/text/sequence.ts'
import { locate, utterancesOf } from '../detect/broadcast.ts'
import { linkHit, withLinks } from '../detect/links.ts'
import { hitRows, spokenOf } from '../detect/spoken.ts'

/** The law of one category as it stood when the words were said. */
export interface CategoryLaw {
  readonly category: string
  readonly name: string
  readonly wording: string
  readonly duties: readonly BoundArticle[]
  readonly sanctions: readonly BoundArticle[]
}

export type Explained = Explanation & {
  readonly text: string
  readonly at: Date
  readonly laws: readonly CategoryLaw[]
}

/** What an explanation is put into words with: the law, the segmenter, the time it is asked at. */
export interface ExplainWith {
  readonly rulebook: Rulebook
  readonly tokenizer: Tokenizer
  readonly now: Date
}

/** Why a text is flagged or not, with the articles in force when it was said. */
export function explainText(
  lexicon: Lexicon,
  utterance: Utterance & { readonly at: Date },
  { rulebook, tokenizer, now }: ExplainWith,
  elsewhere?: Parameters<typeof explain>[3],
): Explained {
  const explanation = explain(lexicon, utterance, tokenizer, elsewhere)
  const whole = explanation.rules.filter(({ outcome }) => outcome !== 'words')
  const ids = new Set([...explanation.hits, ...whole].map(({ category }) => category))
  const { text, at, roomType = null } = utterance
  const laws = [...ids].flatMap((id): CategoryLaw[] => {
    const category = categoryOf(rulebook, id)
    if (!category) return []
    const bind = (refs: ReturnType<typeof basisFor>) =>
      resolveArticles(rulebook.laws, refs, at.getTime(), now.getTime())
    return [
      {
        category: id,
        name: category.name,
        wording: category.wording,
        duties: bind(basisFor(category, roomType)),
        sanctions: bind(sanctionFor(category, roomType)),
      },
    ]
  })
  return { ...explanation, text, at, laws }
}

export interface ExplainDeps {
  readonly db: Db
  readonly rulebook: Rulebook
  readonly tokenizer: Tokenizer
  readonly now: () => Date
  readonly links: readonly LinkPolicy[]
  /** Tells which goods were on show; without it the recording's own count. */
  readonly detection?: readonly DetectionPolicy[]
  /** The compiled version of that full name. */
  readonly lexicon: (version: string) => Promise<Lexicon>
}

export type ExplainedHit = Explained & {
  readonly stored: StoredHit
  /** The hit found again at the same place by the same version; null when it is not. */
  readonly derived: NewHit | null
  /** Fields in which they are not equal, by name: none, or the words, the goods or the room have changed since. */
  readonly differs: readonly string[]
}

/**
 * Derives a stored hit again from the stored words: its lexicon version, the recording's goods, room and clock, and what
 * was said around it. Throws `not_found` when there is no such hit for these eyes.
 */
export async function explainHit(
  deps: ExplainDeps,
  scope: Scope,
  place: { readonly recordingId: string; readonly seq: number },
): Promise<ExplainedHit> {
  const { db, rulebook, tokenizer, links, detection = [], now } = deps
  const recording = await getRecording(db, place.recordingId)
  const room = recording && (await getRoom(db, recording.roomId))
  const stored = room && inScope(scope.region, room.region) && (await getHit(db, place))
  if (!recording || !room || !stored)
    throw new AppError('not_found', '没有这处命中，可能已重新识别，或不在您的辖区。')
  const lexicon = await deps.lexicon(stored.lexiconVersion)
  const policy = findPolicy(links, recording.startedAt.getTime())
  // A hit that a verdict rests on may stand in an earlier transcript than the one in use.
  const transcriptId = stored.transcriptId ?? recording.transcriptId
  const goodsWords = findPolicy(detection, now().getTime())?.goodsWords
  const words = await spokenOf(db, { ...recording, transcriptId }, room, goodsWords)
  const spoken = withLinks(words, lexicon, policy, room.platform)
  const utterances = utterancesOf(spoken)
  const index = utterances.findIndex(
    ({ channel, seq }) => channel === stored.channel && seq === stored.sourceSeq,
  )
  const utterance = utterances[index]
  if (!utterance)
    throw new AppError('not_found', '这处命中所在的句子已不在库里（转写已更换或已到期删除）。')
  const found = sequenceJudge(
    lexicon,
    utterances,
    tokenizer,
  )(index).map((hit) => locate(utterance, hit))
  const link = utterance.channel === 'link' ? spoken.links?.[utterance.seq] : undefined
  if (link) found.push(...linkHit(link, utterance.seq))
  const rows = hitRows(found, lexicon.version, room.type, rulebook.categories)
  const derived =
    rows.find(
      ({ rule, quoteStart, quoteEnd }) =>
        rule === stored.rule && quoteStart === stored.quoteStart && quoteEnd === stored.quoteEnd,
    ) ?? null
  const at = wallTimeOf(recording, utterance.startMs)
  return {
    ...explainText(
      lexicon,
      { ...utterance, at },
      { rulebook, tokenizer, now: now() },
      elsewhereIn(lexicon, utterances)(index),
    ),
    stored,
    derived,
    differs: derived ? differingFields(stored, derived) : ['derived'],
  }
}

/** The place of a flag's first hit. Throws `not_found` when it has none left. */
export async function placeOfFlag(db: Db, flagId: string) {
  const flag = await getFlag(db, flagId)
  const places = flag ? await hitsOfFlag(db, flag.id) : []
  const first =
    places.find(
      ({ recordingId, startMs }) => recordingId === flag?.recordingId && startMs === flag.startMs,
    ) ?? places[0]
  if (!first) throw new AppError('not_found', '没有这条线索，或它的命中已不在库里。')
  return { recordingId: first.recordingId, seq: first.seq }
}

function differingFields(stored: StoredHit, derived: NewHit): string[] {
  const { recordingId: _, seq: __, flagId: ___, supersededBy: ____, ...rest } = stored
  const { transcriptId: _____, ...kept } = rest
  const made: Record<string, unknown> = { ...derived }
  return Object.entries(kept).flatMap(([field, value]) =>
    canonical(value) === canonical(made[field]) ? [] : [field],
  )
}

/** JSON with sorted keys: PostgreSQL does not keep their order. Nothing stored and nothing found are the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
