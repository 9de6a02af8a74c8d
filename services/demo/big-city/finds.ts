import type { flags, hits, sentences, transcripts } from '#shared/db/schema/index.ts'
import type { Aired, NewRecording } from './air.ts'
import type { Chance } from './random.ts'
import { clearing, frames, type Script, scripts, soundAlikes } from './words.ts'

/** Characters said a minute: what a lively host says. */
const charsPerMinute = 250

export type NewFlag = typeof flags.$inferInsert & {
  readonly id: string
  readonly roomId: string
  readonly createdAt: Date
  readonly saidAt: Date
}

/** What is true of a flag, known to whoever made the city and written in no table. */
export interface FlagTruth {
  readonly violation: boolean
  /** How likely it was to be one: what nobody can know better beforehand. */
  readonly odds: number
  /** Rooms that read the same script share its number; null for words of one's own. */
  readonly script: number | null
}

export interface Found {
  readonly flags: readonly NewFlag[]
  readonly hits: readonly (typeof hits.$inferInsert)[]
  readonly sentences: readonly (typeof sentences.$inferInsert)[]
  readonly transcripts: readonly (typeof transcripts.$inferInsert)[]
  readonly truth: Readonly<Record<string, FlagTruth>>
}

interface Place {
  readonly recording: NewRecording
  readonly startMs: number
  readonly text: string
  readonly at: number
  readonly phrase: string
  readonly of: Pick<NewFlag, 'category' | 'rule' | 'channel' | 'audience' | 'severity' | 'mode'>
  /** The flag it counts under; null for words that their context clears. */
  readonly flagId: string | null
  readonly suppressed: { readonly by: string; readonly reason: string } | null
}

/**
 * The finds of one broadcast: about `expected` flags, each said again and again as hosts do, some read off a shared
 * script; and, by a chance of their own, about as many places where the same words are lawful and nobody is shown them.
 */
export function findsOf(
  chance: Chance,
  aired: Aired,
  expected: number,
  lexicon: string,
  aside: Chance,
): Found {
  const { room, broadcast, recordings } = aired
  const truth: Record<string, FlagTruth> = {}
  const made: NewFlag[] = []
  const places: Place[] = []
  const wanted = Math.floor(expected) + (chance.happens(expected % 1) ? 1 : 0)
  const keys = new Set<string>()
  for (let i = 0; i < wanted; i += 1) {
    const script = chance.weighted(scripts)
    const shared = chance.happens(0.25)
    const plain = shared
      ? sharedScript(chance, script)
      : { text: chance.pick(script.phrases), no: null }
    const phrase = shared ? misheard(chance, plain.text) : `${plain.text}${endings(chance)}`
    const audience = chance.happens(0.06)
    const key = `${script.category} ${phrase} ${audience}`
    if (keys.has(key)) continue
    keys.add(key)
    const repeats = Math.min(60, 1 + Math.floor(-Math.log(1 - chance.next()) * 6))
    const said = Array.from({ length: audience ? 1 : repeats }, () => {
      const recording = chance.pick(recordings)
      const startMs = Math.floor(chance.next() * Math.max(1, recording.durationMs - 5000))
      return { recording, startMs, ...sentenceWith(chance, phrase) }
    }).toSorted((a, b) => wallOf(a) - wallOf(b))
    const [first] = said
    if (!first) continue
    const saidAt = new Date(wallOf(first))
    const flag: NewFlag = {
      id: chance.uuid(),
      roomId: room.room.id,
      broadcastId: broadcast.id,
      category: script.category,
      phrase,
      audience,
      rule: script.rule,
      channel: audience ? 'danmaku' : 'speech',
      severity: script.severity,
      mode: script.mode,
      articles: [],
      lexiconVersion: lexicon,
      hitCount: said.length,
      recordingId: first.recording.id,
      quote: first.text,
      quoteStart: first.at,
      quoteEnd: first.at + phrase.length,
      startMs: first.startMs,
      endMs: first.startMs + 4000,
      saidAt,
      correctedAfterMs: chance.happens(0.04) ? chance.int(5, 55) * 1000 : null,
      state: 'open',
      createdAt: new Date(saidAt.getTime() + chance.int(600, 2400) * 1000),
      clipFailure: '虚构城市没有录像文件，请看转写；带画面的线索见“东海渔嫂海鲜”',
    }
    const odds = audience ? 0 : Math.min(0.95, script.trueShare * room.careless)
    truth[flag.id] = { violation: !audience && chance.happens(odds), odds, script: plain.no }
    made.push(flag)
    for (const place of said)
      places.push({ ...place, phrase, of: flag, flagId: flag.id, suppressed: null })
  }
  for (let i = 0; i < wanted; i += 1) places.push(clearedIn(aside, recordings))
  return { flags: made, truth, ...wordsOf(recordings, places, lexicon) }
}

/** A place where a rule matched and the words around it say why that is no matter. */
function clearedIn(chance: Chance, recordings: readonly NewRecording[]): Place {
  const { phrases, category, rule, severity, mode } = chance.weighted(scripts)
  const phrase = chance.pick(phrases)
  const { frame, ...suppressed } = chance.pick(clearing)
  const recording = chance.pick(recordings)
  const startMs = Math.floor(chance.next() * Math.max(1, recording.durationMs - 5000))
  const text = frame(phrase)
  const of = { category, rule, severity, mode, channel: 'speech' as const, audience: false }
  return {
    recording,
    startMs,
    text,
    at: text.indexOf(phrase),
    phrase,
    of,
    flagId: null,
    suppressed,
  }
}

const wallOf = ({ recording, startMs }: Pick<Place, 'recording' | 'startMs'>) =>
  recording.startedAt.getTime() + startMs

const endings = (chance: Chance) => chance.pick(['', '', '', '啊', '了', '哦'])

/** Three long scripts a category that several rooms read aloud word by word. */
function sharedScript(chance: Chance, { phrases, category }: Script) {
  const no = chance.int(0, 2)
  const a = phrases[no % phrases.length] ?? ''
  const b = phrases[(no + 1) % phrases.length] ?? ''
  return {
    text: `${a},工厂直供第${no + 1}批,${b}`,
    no: scripts.findIndex((s) => s.category === category) * 3 + no,
  }
}

/** One or two characters as a recogniser may take them. */
function misheard(chance: Chance, text: string): string {
  const places = [...text].flatMap((char, i) => (soundAlikes[char] ? [i] : []))
  if (places.length === 0 || chance.happens(0.3)) return text
  const at = chance.pick(places)
  return [...text].map((char, i) => (i === at ? (soundAlikes[char] ?? char) : char)).join('')
}

function sentenceWith(chance: Chance, phrase: string) {
  const text = chance.pick(frames)(phrase)
  return { text, at: text.indexOf(phrase) }
}

/** Transcripts with the sentences around the finds only; `chars` is what was said in all. */
function wordsOf(recordings: readonly NewRecording[], places: readonly Place[], lexicon: string) {
  const found: (typeof hits.$inferInsert)[] = []
  const said: (typeof sentences.$inferInsert)[] = []
  const scripted: (typeof transcripts.$inferInsert)[] = []
  for (const recording of recordings) {
    const mine = places
      .filter((place) => place.recording === recording)
      .toSorted((a, b) => a.startMs - b.startMs)
    mine.forEach(({ startMs, text, at, phrase, of, flagId, suppressed }, seq) => {
      said.push({
        transcriptId: recording.transcriptId,
        seq,
        startMs,
        endMs: startMs + 4000,
        text,
        timing: 'segment',
      })
      found.push({
        recordingId: recording.id,
        seq,
        flagId,
        lexiconVersion: lexicon,
        channel: of.channel,
        sourceSeq: seq,
        quote: text,
        quoteStart: at,
        quoteEnd: at + phrase.length,
        startMs,
        endMs: startMs + 4000,
        category: of.category,
        rule: of.rule,
        phrase,
        audience: of.audience,
        severity: of.severity,
        mode: of.mode,
        stage: 'exact',
        articles: [],
        suppressed,
      })
    })
    scripted.push({
      id: recording.transcriptId,
      recordingId: recording.id,
      engine: 'demo-city',
      sentenceCount: mine.length,
      chars: Math.round((recording.durationMs / 60_000) * charsPerMinute),
      createdAt: recording.createdAt ?? recording.startedAt,
    })
  }
  return { hits: found, sentences: said, transcripts: scripted }
}
