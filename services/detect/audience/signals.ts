import { maskContacts } from '#shared/danmaku/privacy.ts'
import type { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import type { Signal } from '#shared/domain/signal.ts'
import { Alike, type Group } from '#shared/text/alike.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { speaker } from '#shared/text/speaker.ts'
import { askedBy } from './asked.ts'
import { type Burst, type Comment, Gathering, type Limits } from './gathering.ts'
import { Praisers, paidSigns } from './paid.ts'
import { readerOf } from './read.ts'

/** A recording as its audience hears and answers it, on its clock. */
export interface Hall {
  readonly sentences: readonly { readonly startMs: number; readonly text: string }[]
  readonly comments: readonly (Comment & { readonly staff: boolean })[]
  /** Comments in which the lexicon found a health claim by the audience, by their number. */
  readonly claims: ReadonlySet<number>
}

/** How much was done; grows with the comments and no faster. */
export interface Work {
  readonly comments: number
  readonly comparisons: number
  /** Groups of like texts held at a time. */
  readonly peakGroups: number
}

/** Groups of like texts held at most; the one left alone longest goes first. */
const groupsKept = 20_000
const minute = 60_000

/**
 * What the audience's comments mean together: like texts in a burst, praise that looks paid for, testimonials and
 * complaints that gather. Pure: the order of the input does not matter. Linear but for sorting by time; what is held
 * beside the comments themselves has a fixed limit.
 */
export function signalsOf(
  lexicon: Lexicon,
  policy: AudiencePolicy,
  hall: Hall,
): { readonly signals: readonly Signal[]; readonly work: Work } {
  const reader = readerOf(lexicon, policy)
  const { duplicates, paid, testimonials, complaints, samples } = policy
  const staffNames = lexicon.source.variants.staff
  const audience = hall.comments
    .filter(({ text, staff }) => speaker({ channel: 'danmaku', text, staff }, staffNames).audience)
    .toSorted((a, b) => a.tMs - b.tMs || a.seq - b.seq)
  const told = new Gathering(limitsOf(testimonials), samples)
  const topics = policy.complaintTopics.map(
    () => new Gathering(limitsOf({ ...complaints, comments: complaints.senders }), samples),
  )
  const praisers = new Praisers(paid, samples)
  const found: { group: Group; burst: Burst; praise: boolean }[] = []
  const open = new Map<Group, { gathering: Gathering; praise: number; count: number }>()
  const together = { senders: paid.togetherSenders, ms: paid.togetherSeconds * 1000 }
  const alike = new Alike({
    similarity: duplicates.similarity,
    keepMs: duplicates.windowMinutes * minute,
    max: groupsKept,
    onGone(group) {
      const { gathering, praise, count } = open.get(group) ?? {}
      open.delete(group)
      gathering?.end()
      for (const burst of gathering?.bursts ?? [])
        found.push({ group, burst, praise: (praise ?? 0) * 2 > (count ?? 0) })
    },
  })
  for (const comment of audience) {
    const { key, idle, doubt, praise, result, topics: about } = reader.read(comment.text)
    const isResult = !doubt && (result || hall.claims.has(comment.seq))
    const isPraise = isResult || (praise && !doubt)
    praisers.count(comment, isPraise)
    if (isResult) told.add(comment)
    if (!doubt) for (const topic of about) topics[topic]?.add(comment)
    if (idle || doubt || about.length > 0 || key.length < duplicates.minChars) continue
    const group = alike.groupOf(key, comment.tMs)
    const watched = open.get(group) ?? {
      gathering: new Gathering(limitsOf(duplicates), samples, together),
      ...{ praise: 0, count: 0 },
    }
    open.set(group, watched)
    watched.gathering.add(comment)
    watched.count++
    if (isPraise) watched.praise++
  }
  alike.end()
  told.end()
  for (const gathering of topics) gathering.end()
  const asked = askedBy(hall, reader, staffNames, policy.askedMinutes * minute)
  const bySenders = (burst: Burst, least: number) => burst.senders.size / (4 * least)
  const fake = 'fake-sales-popularity'
  const repeated = found.flatMap(({ group, burst, praise }): Draft[] => {
    if (asked(group, burst)) return []
    const signs = praise ? paidSigns(group, burst, praisers.onlyPraise(burst.senders), paid) : []
    const isPaid = signs.length >= paid.signs
    return [
      {
        ...{ kind: isPaid ? 'paid' : 'duplicates', key: group.key, category: fake, burst },
        topic: burst.samples[0]?.text ?? group.key,
        because: isPaid ? signs : [],
        score: isPaid ? signs.length / 4 : burst.count / (4 * duplicates.comments),
        thresholds: duplicates,
      },
    ]
  })
  const crowd = praisers.crowd()
  const drafts: Draft[] = [
    ...repeated,
    ...told.bursts.map(
      (burst): Draft => ({
        ...{ kind: 'testimonials', key: 'results', topic: '吃了、用了见效', burst, because: [] },
        category: policy.resultCategories[0] ?? fake,
        score: bySenders(burst, testimonials.senders),
        thresholds: testimonials,
      }),
    ),
    ...policy.complaintTopics.flatMap(({ id, name, category }, i) =>
      (topics[i]?.bursts ?? []).map(
        (burst): Draft => ({
          ...{ kind: 'complaints', key: id, topic: name, category, burst, because: [] },
          score: bySenders(burst, complaints.senders),
          thresholds: complaints,
        }),
      ),
    ),
    ...(crowd ? [crowdDraft(crowd, paid)] : []),
  ]
  return {
    signals: drafts
      .map((draft) => finished(draft, policy.version))
      .sort((a, b) => a.fromMs - b.fromMs || compare(a.kind, b.kind) || compare(a.key, b.key)),
    work: { comments: audience.length, comparisons: alike.comparisons, peakGroups: alike.peak },
  }
}

function crowdDraft(burst: Burst, { praisers, praiserComments }: AudiencePolicy['paid']): Draft {
  return {
    ...{ kind: 'paid', key: 'praisers', topic: '只发好评的账号', burst, score: 0.5 },
    category: 'fake-sales-popularity',
    because: [`${burst.senders.size} 个账号各发 ${praiserComments} 条以上,全是好评`],
    thresholds: { praisers, praiserComments },
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function limitsOf(given: { comments: number; senders: number; windowMinutes: number }): Limits {
  return { ...given, windowMs: given.windowMinutes * minute }
}

type Draft = Pick<
  Signal,
  'kind' | 'key' | 'topic' | 'category' | 'score' | 'because' | 'thresholds'
> & {
  readonly burst: Burst
}

/** Keys longer than this are cut in the row; the samples have the whole text. */
const keyChars = 200

function finished({ burst, ...draft }: Draft, policy: string): Signal {
  const { fromMs, toMs, count, senders, samples } = burst
  return {
    ...{ ...draft, count, senders: senders.size },
    key: maskContacts(draft.key).slice(0, keyChars),
    topic: maskContacts(draft.topic),
    fromMs: Math.round(fromMs),
    toMs: Math.round(toMs),
    score: Math.min(1, Math.round(draft.score * 100) / 100),
    samples: samples.map(({ seq, tMs, text }) => ({
      ...{ seq, tMs: Math.round(tMs) },
      text: maskContacts(text),
    })),
    thresholds: { ...draft.thresholds, policy },
  }
}
