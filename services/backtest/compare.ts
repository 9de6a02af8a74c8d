import type { RecordingTexts, RecordingTimes } from '#shared/db/spoken-texts.ts'
import {
  type BacktestHit,
  type BacktestSample,
  type BacktestTally,
  differencesOf,
  tallyOf,
} from '#shared/domain/backtest.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { detect, once } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { elsewhereIn } from '#shared/text/sequence.ts'
import { commentOf, type SpokenUtterance, sentenceOf, titleOf } from '../detect/broadcast.ts'
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
  for (const { recording, open, utterance } of spoken) {
    const judges = [pair.before(), pair.after()].map((lexicon) =>
      judgeOf(lexicon, recording, utterance, tokenizer),
    )
    for (const index of open) {
      const [old = [], fresh = []] = judges.map((judge) => judge(index))
      for (const hit of old) before.add(flagKey(hit))
      for (const hit of fresh) after.add(flagKey(hit))
      for (const difference of differencesOf(old, fresh))
        differences.push(sampleOf(recording, utterance(index), difference))
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
    wanted.map(({ hit }) => hit),
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

/** Of the flags of these hits, those that words have over which the versions agree: such a flag neither comes nor goes. */
function keysElsewhere(
  pair: Pair,
  spoken: readonly Spoken[],
  hits: readonly BacktestHit[],
  tokenizer: Tokenizer,
): Set<string> {
  const found = new Set<string>()
  const sought = new Set(hits.map(flagKey))
  const categories = [...new Set(hits.map(({ category }) => category))].sort()
  for (const { recording, texts, open, utterance } of spoken) {
    const isOpen = new Set(open)
    const judge = judgeOf(pair.before(), recording, utterance, tokenizer)
    for (let index = 0; index < texts.length && found.size < sought.size; index++) {
      if (isOpen.has(index) || !pair.mayHold(texts[index] ?? '', categories)) continue
      for (const key of judge(index).map(flagKey)) if (sought.has(key)) found.add(key)
    }
  }
  return found
}

/** What a person would see of an utterance, by its number. Corrections are left out: they change no flag. */
function judgeOf(
  lexicon: Lexicon,
  recording: RecordingTexts,
  utterance: (index: number) => SpokenUtterance,
  tokenizer: Tokenizer,
): (index: number) => BacktestHit[] {
  const elsewhere = once(() =>
    elsewhereIn(
      lexicon,
      Array.from({ length: textsIn(recording) }, (_, index) => utterance(index)),
    ),
  )
  return (index) =>
    detect(lexicon, utterance(index), tokenizer, (pattern, seconds) =>
      elsewhere()(index)(pattern, seconds),
    ).flatMap(({ suppressed, category, rule, start, end, phrase, severity, audience }) =>
      suppressed ? [] : [{ category, rule, start, end, phrase, severity, audience }],
    )
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

type Spoken = Listed & { readonly utterance: (index: number) => SpokenUtterance }

const textsIn = ({ title, sentences, comments }: RecordingTexts) =>
  (title ? 1 : 0) + sentences.length + comments.length

async function withTimes(source: WordSource, listed: readonly Listed[]): Promise<Spoken[]> {
  const times = await source.times(listed.map(({ recording }) => recording.recordingId))
  const byId = new Map(times.map((one) => [one.recordingId, one]))
  return listed.flatMap((one) => {
    const time = byId.get(one.recording.recordingId)
    return time ? [{ ...one, utterance: utterancesAt(one.recording, time) }] : []
  })
}

/** The recording's utterances by number, in the order of `utterancesOf`, each made when it is asked for. */
function utterancesAt(recording: RecordingTexts, time: RecordingTimes) {
  const { title, sentences, comments, roomType, startedAt, clock } = recording
  const goods = recording.goods ?? recording.roomGoods[0]
  const setting = { goods, roomType, startedAt: new Date(startedAt), clock }
  const at = (list: readonly number[], i: number) => list[i] ?? 0
  return (index: number): SpokenUtterance => {
    if (title && index === 0) return titleOf(setting, { seq: 0, tMs: 0, text: title })
    const i = index - (title ? 1 : 0)
    const said = sentences[i]
    if (said !== undefined)
      return sentenceOf(setting, {
        text: said,
        seq: at(time.seqs, i),
        startMs: at(time.startMs, i),
        endMs: at(time.endMs, i),
      })
    const k = i - sentences.length
    return commentOf(setting, {
      text: comments[k] ?? '',
      seq: at(time.chatSeqs, k),
      tMs: at(time.tMs, k),
      staff: time.staff[k] ?? false,
    })
  }
}
