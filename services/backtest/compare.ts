import type { RecordingTexts, RecordingTimes } from '#shared/db/spoken-texts.ts'
import {
  type BacktestHit,
  type BacktestSample,
  type BacktestTally,
  differencesOf,
  tallyOf,
} from '#shared/domain/backtest.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { type PlacedFind, sequenceJudge } from '#shared/text/sequence.ts'
import { type SpokenUtterance, utterancesOf } from '../detect/broadcast.ts'
import type { Pair } from './pair.ts'

/** Where stored words are read from. */
export interface WordSource {
  texts(broadcastIds: readonly string[]): Promise<readonly RecordingTexts[]>
  times(recordingIds: readonly string[]): Promise<readonly RecordingTimes[]>
}

/** A recording while it is compared: its words, and those over which the versions may differ. */
interface Listed {
  readonly recording: RecordingTexts
  /** In the order of `utterancesOf`. */
  readonly texts: readonly string[]
  readonly open: readonly number[]
}

/** The differences of some broadcasts and the flags that come and go with them. */
export async function compareBroadcasts(
  pair: Pair,
  source: WordSource,
  broadcastIds: readonly string[],
  tokenizer: Tokenizer,
): Promise<BacktestTally[]> {
  const broadcasts = new Map<string, Listed[]>()
  for (const recording of await source.texts(broadcastIds)) {
    const { title, sentences, comments, broadcastId } = recording
    const texts = [...(title ? [title] : []), ...sentences, ...comments]
    const open = texts.flatMap((text, i) => (pair.mayDiffer(text) ? [i] : []))
    const list = broadcasts.get(broadcastId) ?? []
    list.push({ recording, texts, open })
    broadcasts.set(broadcastId, list)
  }
  const tallies: BacktestTally[] = []
  for (const id of broadcastIds) {
    const listed = broadcasts.get(id)
    if (listed) tallies.push(await compareBroadcast(pair, source, listed, tokenizer))
  }
  return tallies
}

/** What makes hits of one broadcast the same flag. */
const flagKey = ({ category, phrase, audience }: BacktestHit) =>
  JSON.stringify([category, phrase, audience])

async function compareBroadcast(
  pair: Pair,
  source: WordSource,
  listed: readonly Listed[],
  tokenizer: Tokenizer,
): Promise<BacktestTally> {
  const size = {
    recordings: listed.length,
    texts: listed.reduce((sum, { texts }) => sum + texts.length, 0),
    chars: listed.reduce(
      (sum, { texts }) => sum + texts.reduce((inner, { length }) => inner + length, 0),
      0,
    ),
    judged: listed.reduce((sum, { open }) => sum + open.length, 0),
  }
  if (size.judged === 0) return tallyOf(size, [], [])
  const spoken = await withTimes(source, listed)
  const differences: BacktestSample[] = []
  const before = new Set<string>()
  const after = new Set<string>()
  for (const { recording, open, utterances } of spoken) {
    const judges = [pair.before(), pair.after()].map((lexicon) =>
      sequenceJudge(lexicon, utterances, tokenizer),
    )
    for (const index of open) {
      const utterance = utterances[index]
      const [old = [], fresh = []] = judges.map((judge) => judge(index).filter(isSeen).map(brief))
      if (!utterance) continue
      for (const hit of old) before.add(flagKey(hit))
      for (const hit of fresh) after.add(flagKey(hit))
      for (const difference of differencesOf(old, fresh))
        differences.push(sampleOf(recording, utterance, difference))
    }
  }
  const wanted = differences.flatMap((sample) =>
    [sample.before, sample.after].flatMap((hit) =>
      hit && before.has(flagKey(hit)) !== after.has(flagKey(hit)) ? [{ sample, hit }] : [],
    ),
  )
  const elsewhere = keysElsewhere(
    pair,
    spoken,
    new Set(wanted.map(({ hit }) => hit.category)),
    tokenizer,
  )
  const flags = new Map(
    wanted
      .filter(({ hit }) => !elsewhere.has(flagKey(hit)))
      .map(({ sample: { roomId }, hit }) => {
        const key = flagKey(hit)
        return [key, { roomId, hit, added: after.has(key) }]
      }),
  )
  return tallyOf(size, differences, [...flags.values()])
}

/** Flags of these categories that words have over which the versions agree: a flag with a place there neither comes nor goes. */
function keysElsewhere(
  pair: Pair,
  spoken: readonly Spoken[],
  categories: ReadonlySet<string>,
  tokenizer: Tokenizer,
): Set<string> {
  const keys = new Set<string>()
  if (categories.size === 0) return keys
  for (const { texts, open, utterances } of spoken) {
    const isOpen = new Set(open)
    const judge = sequenceJudge(pair.before(), utterances, tokenizer)
    texts.forEach((text, index) => {
      if (isOpen.has(index)) return
      if (![...categories].some((category) => pair.mayHold(text, category))) return
      for (const hit of judge(index)) if (isSeen(hit)) keys.add(flagKey(hit))
    })
  }
  return keys
}

const isSeen = ({ suppressed }: PlacedFind) => suppressed === undefined

function brief(hit: PlacedFind): BacktestHit {
  const { category, rule, start, end, phrase, severity, audience } = hit
  return { category, rule, start, end, phrase, severity, audience }
}

const sampleOf = (
  { roomId, recordingId }: RecordingTexts,
  { text, channel, seq, startMs }: SpokenUtterance,
  difference: Pick<BacktestSample, 'change' | 'before' | 'after'>,
): BacktestSample => ({
  ...difference,
  roomId,
  recordingId,
  channel,
  sourceSeq: seq,
  startMs,
  text,
})

type Spoken = Listed & { readonly utterances: readonly SpokenUtterance[] }

async function withTimes(source: WordSource, listed: readonly Listed[]): Promise<Spoken[]> {
  const times = await source.times(listed.map(({ recording }) => recording.recordingId))
  const byId = new Map(times.map((one) => [one.recordingId, one]))
  return listed.flatMap((one) => {
    const { recording } = one
    const time = byId.get(recording.recordingId)
    if (!time) return []
    const at = (list: readonly number[], i: number) => list[i] ?? 0
    const { title, roomType, startedAt } = recording
    const utterances = utterancesOf({
      title,
      roomType,
      startedAt: new Date(startedAt),
      goods: recording.goods ?? recording.roomGoods[0],
      sentences: recording.sentences.map((text, i) => ({
        text,
        seq: at(time.seqs, i),
        startMs: at(time.startMs, i),
        endMs: at(time.endMs, i),
      })),
      comments: recording.comments.map((text, i) => ({
        text,
        seq: at(time.chatSeqs, i),
        tMs: at(time.tMs, i),
        staff: time.staff[i] ?? false,
      })),
    })
    return [{ ...one, utterances }]
  })
}
