import type { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import type { Signal } from '#shared/domain/signal.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { signalsOf } from './audience/signals.ts'
import type { LocatedHit, Spoken } from './broadcast.ts'

/** Signals of a whole recording; `hits` are all that its rules found. Pure. */
export function signalsOfRecording(
  lexicon: Lexicon,
  policy: AudiencePolicy,
  { sentences, comments }: Spoken,
  hits: readonly LocatedHit[],
): readonly Signal[] {
  const claims = new Set(
    hits.flatMap(({ channel, audience, suppressed, category, sourceSeq }) =>
      channel === 'danmaku' && audience && !suppressed && policy.resultCategories.includes(category)
        ? [sourceSeq]
        : [],
    ),
  )
  const written = comments.map((comment) => ({ ...comment, sender: comment.sender ?? null }))
  return signalsOf(lexicon, policy, { sentences, comments: written, claims }).signals
}
