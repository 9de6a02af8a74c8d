import type { NewCandidate } from '#shared/db/candidates.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import type { LoadedModel } from '#shared/lexicon/tagger.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import type { Utterance } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import type { Ground } from '#shared/text/learned/features.ts'
import { type Find, tag, whereRulesAreSilent } from '#shared/text/learned/tag.ts'
import { vocabularyOf } from '#shared/text/learned/vocabulary.ts'
import { speaker } from '#shared/text/speaker.ts'
import { type LocatedHit, type Spoken, utterancesOf } from './broadcast.ts'
import { phraseTime } from './place.ts'

type Stretch = { readonly start: number; readonly end: number }

/** What the learned tagger proposes where the rules are silent, and under which name. */
export interface Tagger {
  readonly id: string
  /** `hits` are all of the text's, suppressed ones too. */
  propose(lexicon: Lexicon, utterance: Utterance, hits: readonly Stretch[]): Find[]
}

/** A tagger that collects a lexicon's words once. */
export function makeTagger({ model, id }: LoadedModel, tokenizer: Tokenizer): Tagger {
  const grounds = new WeakMap<Lexicon, Ground>()
  const groundOf = (lexicon: Lexicon) => {
    const known = grounds.get(lexicon)
    if (known) return known
    const { kindOf } = model
    const made = { lexicon, vocabulary: vocabularyOf(lexicon, kindOf), kindOf, tokenizer }
    grounds.set(lexicon, made)
    return made
  }
  return {
    id,
    propose: (lexicon, utterance, hits) =>
      whereRulesAreSilent(tag(groundOf(lexicon), model, utterance), hits),
  }
}

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
