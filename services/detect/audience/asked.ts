import { containment, type Group, pairsOf } from '#shared/text/alike.ts'
import { speaker } from '#shared/text/speaker.ts'
import type { Burst } from './gathering.ts'
import type { AudienceReader } from './read.ts'
import type { Hall } from './signals.ts'

/** So much of a comment's characters has to stand in what the host asked for. */
const askedShare = 0.6

/**
 * Tells whether a burst is what the room asked viewers to write (扣“想要”, a lottery's word) a while before: in the
 * sentence that asks, or in the one after it.
 */
export function askedBy(
  { sentences, comments }: Hall,
  reader: AudienceReader,
  staffNames: readonly string[],
  reachMs: number,
): (group: Group, burst: Burst) => boolean {
  const written = comments.filter(
    ({ text, staff }) => !speaker({ channel: 'danmaku', text, staff }, staffNames).audience,
  )
  const said = [...sentences, ...written.map(({ tMs, text }) => ({ startMs: tMs, text }))].sort(
    (a, b) => a.startMs - b.startMs || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
  )
  const asks = said.flatMap(({ startMs, text }, i) =>
    reader.isAsking(text)
      ? [{ startMs, pairs: pairsOf(reader.keyOf(`${text}${said[i + 1]?.text ?? ''}`)) }]
      : [],
  )
  return ({ pairs }, { fromMs, toMs }) =>
    asks.some(
      (ask) =>
        ask.startMs >= fromMs - reachMs &&
        ask.startMs <= toMs &&
        containment(pairs, ask.pairs) >= askedShare,
    )
}
