import type { NewCandidate } from '#shared/db/candidates.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { secondReading } from '#shared/text/learned/second-reading.ts'
import { speaker } from '#shared/text/speaker.ts'
import { type LocatedHit, type Spoken, utterancesOf } from './broadcast.ts'
import { phraseTime } from './place.ts'
import type { Tagger } from './tagger.ts'

/** Candidates of a whole recording, on its clock; `hits` are all that its rules found. Pure. */
export function candidatesOfRecording(
  tagger: Tagger,
  lexicon: Lexicon,
  spoken: Spoken,
  hits: readonly LocatedHit[],
): NewCandidate[] {
  const byPlace = new Map<string, LocatedHit[]>()
  const placeOf = (channel: string, seq: number) => `${channel} ${seq}`
  for (const hit of hits) {
    const place = placeOf(hit.channel, hit.sourceSeq)
    byPlace.set(place, [...(byPlace.get(place) ?? []), hit])
  }
  const staffNames = lexicon.source.variants.staff
  return utterancesOf(spoken).flatMap((utterance) => {
    const { channel, seq, heard, text } = utterance
    const found = tagger.propose(lexicon, utterance, byPlace.get(placeOf(channel, seq)) ?? [])
    return found.map(({ category, start, end, score, because }): NewCandidate => {
      const time = heard ? phraseTime(heard, start, end) : utterance
      return {
        category,
        channel,
        audience: speaker(utterance, staffNames).audience,
        sourceSeq: seq,
        quote: text,
        quoteStart: start,
        quoteEnd: end,
        startMs: time.startMs,
        endMs: time.endMs,
        saidAt: wallTimeOf(spoken, time.startMs),
        reason: because.join('、'),
        score,
        model: tagger.id,
        promptHash: null,
      }
    })
  })
}

/** Hits that the second reading took back: no leads, but a person may look at each of them. */
export async function doubtfulHits(
  tagger: () => Promise<Pick<Tagger, 'id'>>,
  spoken: Spoken,
  hits: readonly LocatedHit[],
): Promise<NewCandidate[]> {
  const doubtful = hits.flatMap((hit) => {
    const { suppressed } = hit
    return suppressed?.by === secondReading ? [{ hit, reason: suppressed.reason }] : []
  })
  if (doubtful.length === 0) return []
  const { id: model } = await tagger()
  return doubtful.map(({ hit, reason }): NewCandidate => {
    const { category, rule, channel, audience, sourceSeq, quote, startMs, endMs } = hit
    return {
      ...{ category, channel, audience, sourceSeq, quote, startMs, endMs },
      quoteStart: hit.start,
      quoteEnd: hit.end,
      saidAt: wallTimeOf(spoken, startMs),
      reason: `规则 ${rule} 命中；${reason}`,
      score: null,
      model,
      promptHash: null,
    }
  })
}
