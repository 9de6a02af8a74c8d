import type { FoundFlag } from '#shared/db/flags.ts'
import type { NewHit } from '#shared/db/hits.ts'

/** A hit a person should see, with where and when it stands. */
export type PlacedHit = Omit<NewHit, 'suppressed' | 'corrected'> & {
  readonly recordingId: string
  readonly seq: number
  readonly audience: boolean
  readonly corrected?: NewHit['corrected']
  readonly saidAt: Date
}

/** Under it a correction counts as one for the whole flag only when every place of the phrase was corrected. */
function correctedAfterMs(places: readonly PlacedHit[]): number | null {
  const delays = places.map(({ corrected, endMs }) => corrected && corrected.atMs - endMs)
  return delays.every((delay) => typeof delay === 'number')
    ? Math.max(0, ...delays.map((delay) => Math.round(delay ?? 0)))
    : null
}

/** Two recorders of one room hear the same words within this much of the wall clock. */
const sameMomentMs = 2000

/** How often a phrase was really said: what two recordings of one broadcast both hold counts once. In order of time. */
function timesSaid(places: readonly PlacedHit[]): number {
  const said: { atMs: number; in: Set<string> }[] = []
  for (const { saidAt, recordingId } of places) {
    const atMs = saidAt.getTime()
    const same = said.findLast((it) => atMs - it.atMs <= sameMomentMs && !it.in.has(recordingId))
    if (same) same.in.add(recordingId)
    else said.push({ atMs, in: new Set([recordingId]) })
  }
  return said.length
}

/**
 * 线索 from 命中: the hits of one broadcast with the same category and normalised phrase are one flag, a phrase said
 * sixty times is one with sixty places. What only the audience said stays apart. The gravest hit names rule and
 * severity, the first one said is the one quoted. Order of the input does not matter.
 */
export function groupHits(
  roomId: string,
  broadcastId: string,
  hits: readonly PlacedHit[],
): FoundFlag[] {
  const groups = new Map<string, PlacedHit[]>()
  for (const hit of hits) {
    const key = JSON.stringify([hit.category, hit.phrase, hit.audience])
    const group = groups.get(key)
    if (group) group.push(hit)
    else groups.set(key, [hit])
  }
  return [...groups.values()].flatMap((group) => {
    const places = group.toSorted(
      (a, b) => a.saidAt.getTime() - b.saidAt.getTime() || a.seq - b.seq,
    )
    const [first] = places
    if (!first) return []
    const gravest = places.reduce((a, b) => (b.severity > a.severity ? b : a))
    return [
      {
        roomId,
        broadcastId,
        category: first.category,
        phrase: first.phrase,
        audience: first.audience,
        rule: gravest.rule,
        severity: gravest.severity,
        mode: gravest.mode,
        articles: gravest.articles,
        channel: first.channel,
        lexiconVersion: first.lexiconVersion,
        hitCount: timesSaid(places),
        recordingId: first.recordingId,
        quote: first.quote,
        quoteStart: first.quoteStart,
        quoteEnd: first.quoteEnd,
        startMs: first.startMs,
        endMs: first.endMs,
        saidAt: first.saidAt,
        correctedAfterMs: correctedAfterMs(places),
        hits: places.map(({ recordingId, seq }) => ({ recordingId, seq })),
      },
    ]
  })
}
