import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { readCaptions } from '#shared/asr/sidecar.ts'
import type { Transcriber } from '#shared/asr/transcriber.ts'
import { sha256File } from '#shared/blob/hash.ts'
import { readDanmaku } from '#shared/danmaku/read.ts'
import type { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import { basisFor } from '#shared/domain/category.ts'
import type { Channel, RoomType } from '#shared/domain/channel.ts'
import type { Mode, Severity } from '#shared/domain/hit.ts'
import { type BoundArticle, resolveArticles } from '#shared/domain/law.ts'
import type { LinkPolicy } from '#shared/domain/link-policy.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import { type Clocked, wallMsOf } from '#shared/domain/wall-clock.ts'
import { extractAudio } from '#shared/media/audio.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { type AbsenceFinding, findAbsences } from '#shared/text/absence.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { staffOf } from './detect/absences.ts'
import { detectRecording, type LocatedHit, type Spoken } from './detect/broadcast.ts'
import { signalsOfRecording } from './detect/hall.ts'
import { withLinks } from './detect/links.ts'
import { cutEvidence } from './evidence/cut.ts'
import { buildClock } from './ingest/clock.ts'
import { placeComment, readDanmakuClock } from './ingest/comments.ts'
import type { DanmakuClock } from './ingest/danmaku-clock.ts'
import { toldAnchors } from './ingest/place.ts'
import { type LookOptions, lookAround } from './intake/look-around.ts'
import { type OnceReader, screensOnce } from './screen/once.ts'

export interface ScanDeps {
  readonly lexicon: Lexicon
  readonly rulebook: Rulebook
  readonly tokenizer: Tokenizer
  readonly audience: AudiencePolicy | undefined
  readonly transcriber: Transcriber | null
  /** Who reads the picture and how often; without it nobody does, and a note says so. */
  readonly screen: OnceReader
  readonly links: LinkPolicy | undefined
  readonly signal: AbortSignal
}

export type ScanOptions = LookOptions & {
  readonly out: string | null
  readonly roomType?: RoomType | undefined
}
type Around = Awaited<ReturnType<typeof lookAround>>

export interface ScannedFlag {
  readonly category: string
  readonly channel: Channel
  readonly audience: boolean
  readonly startMs: number
  readonly endMs: number
  /** The sentence or comment, and the phrase's place in it. */
  readonly quote: string
  readonly quoteStart: number
  readonly quoteEnd: number
  readonly text: string
  readonly span: readonly [number, number]
  readonly rule: string
  readonly severity: Severity
  readonly mode: Mode
  readonly articles: readonly BoundArticle[]
  readonly count: number
  readonly clip: { readonly path: string; readonly sha256: string } | null
}

export type Scan = Awaited<ReturnType<typeof scanRecording>>

/**
 * The pipeline without its rows: reads one recording and what lies beside it, judges the words, and cuts clips into
 * `out` where it is given. Throws AppError for a file that cannot be read at all.
 */
export async function scanRecording(path: string, options: ScanOptions, deps: ScanDeps) {
  const around = await lookAround(path, options)
  const media = await inspectMedia(around.path, { signal: deps.signal })
  const notes = media.faults.map(({ detail }) => detail)
  const transcript = await hear(around, media, deps, notes)
  const danmakuClock = around.danmakuPath
    ? ((await readDanmakuClock(around.danmakuPath, deps.signal))?.clock ?? null)
    : null
  const clock = buildClock({
    media,
    anchors: toldAnchors(around, danmakuClock),
    danmaku: danmakuClock,
  })
  const startedAt = new Date(clock.lines[0]?.atMs ?? around.startedAt)
  const clocked = { startedAt, clock }
  const danmaku = await comments(around.danmakuPath, danmakuClock, clocked, deps.signal)
  const words: Spoken = {
    title: around.title,
    sentences: (transcript?.sentences ?? []).map((sentence, seq) => ({ ...sentence, seq })),
    comments: danmaku?.chat ?? [],
    goods: around.goods ?? undefined,
    roomType: options.roomType,
    ...clocked,
    ...(await screensOnce(around.path, media, deps.screen, notes, deps.signal)),
  }
  const spoken = withLinks(words, deps.lexicon, deps.links, 'other')
  const hits = detectRecording(deps.lexicon, spoken, deps.tokenizer)
  const absent = absencesIn(deps.lexicon, spoken)
  const found = [...hits.filter((hit) => !hit.suppressed), ...absent.flatMap(asHit)]
  const flags: ScannedFlag[] = []
  for (const group of grouped(found))
    flags.push(await present(group, { ...around, ...clocked }, media, options, deps))
  return {
    recording: {
      path: around.path,
      sha256: await sha256File(around.path, deps.signal),
      durationMs: media.durationMs,
      container: media.container,
      video: media.video,
      audio: media.audio,
      startedAt,
      clock,
    },
    transcript: transcript && {
      engine: transcript.engine,
      sentences: transcript.sentences.map(({ startMs, endMs, text }) => ({ startMs, endMs, text })),
    },
    danmaku: danmaku?.summary ?? null,
    flags,
    absent,
    screens: (spoken.screens ?? []).map(({ seq: _, ...text }) => text),
    links: (spoken.links ?? []).map(({ category: _, severity: __, flag: ___, ...link }) => link),
    signals: deps.audience ? signalsOfRecording(deps.lexicon, deps.audience, spoken, hits) : [],
    suppressed: hits
      .filter((hit) => hit.suppressed)
      .map(({ category, channel, startMs, endMs, quote, start, end, rule, suppressed }) => ({
        category,
        channel,
        startMs,
        endMs,
        text: quote,
        span: [start, end],
        rule,
        suppressed,
      })),
    notes,
  }
}

async function hear(
  { path, captionsPath }: Around,
  media: MediaInfo,
  { transcriber, signal }: ScanDeps,
  notes: string[],
): Promise<{ engine: string; sentences: readonly Sentence[] } | null> {
  if (captionsPath) return readCaptions(captionsPath, signal)
  if (!media.audio) return null
  if (!transcriber) {
    notes.push('没有字幕,也没有配置转写(ASR_URL 或 ASR_MODEL_DIR),未听声音')
    return null
  }
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-scan-'))
  try {
    const wav = join(dir, 'audio.wav')
    await extractAudio(path, wav, { signal, info: media })
    const { sentences } = await transcriber.transcribe(wav, { signal })
    return { engine: transcriber.engine, sentences }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function comments(
  danmakuPath: string | null,
  clock: DanmakuClock | null,
  clocked: Clocked,
  signal: AbortSignal,
) {
  if (!danmakuPath) return null
  const danmaku = await readDanmaku(danmakuPath, { signal })
  const chat: Spoken['comments'][number][] = []
  for await (const comment of danmaku.comments) {
    if (comment.kind !== 'chat' && comment.kind !== 'super_chat') continue
    const tMs = clock && placeComment(comment, clock, clocked)?.contentMs
    const { text, staff, sender } = comment
    chat.push({ seq: chat.length, tMs: tMs ?? 0, text, staff, sender })
  }
  const ends = chat.toSorted((a, b) => a.tMs - b.tMs)
  const brief = (it: (typeof chat)[number] | undefined) => it && { tMs: it.tMs, text: it.text }
  return {
    chat,
    summary: {
      format: danmaku.dialect,
      count: chat.length,
      first: brief(ends[0]) ?? null,
      last: brief(ends.at(-1)) ?? null,
      errors: danmaku.summary().errors,
    },
  }
}

/** The recording taken for a whole broadcast. */
function absencesIn(lexicon: Lexicon, spoken: Spoken) {
  const { title, sentences, comments, goods, roomType, ...clocked } = spoken
  const staff = staffOf(comments, lexicon.source.variants.staff)
  const piece = { ...clocked, title, sentences, staff }
  return findAbsences(lexicon, {
    pieces: [piece],
    goods: goods ?? null,
    roomType: roomType ?? null,
  })
}

/** What is missing, in the shape of a hit over its stretch. */
function asHit({ outcome, place, category, rule, name, severity }: AbsenceFinding): LocatedHit[] {
  if (outcome !== 'missing' || !place) return []
  const { startMs, endMs, quote } = place
  return [
    {
      ...{ category, rule, severity, mode: 'absence', phrase: name, stage: 'exact' },
      ...{ channel: 'speech', audience: false, sourceSeq: 0, startMs, endMs },
      ...{ quote, text: quote, start: 0, end: quote.length },
    },
  ]
}

/** As in the pipeline: one category and phrase is one flag, the audience apart; the first hit speaks for it. */
function grouped(hits: readonly LocatedHit[]): LocatedHit[][] {
  const groups = new Map<string, LocatedHit[]>()
  for (const hit of hits.toSorted((a, b) => a.startMs - b.startMs)) {
    const key = JSON.stringify([hit.category, hit.phrase, hit.audience])
    groups.set(key, [...(groups.get(key) ?? []), hit])
  }
  return [...groups.values()]
}

async function present(
  group: readonly LocatedHit[],
  around: Around & Clocked,
  media: MediaInfo,
  { out, roomType = null }: { out: string | null; roomType?: RoomType | null | undefined },
  { rulebook, signal }: ScanDeps,
): Promise<ScannedFlag> {
  const [first] = group
  if (!first) throw new Error('a group holds a hit')
  const { category: id, channel, audience, startMs, endMs, quote, start, end, rule, mode } = first
  const category = rulebook.categories.find((it) => it.id === id)
  const refs = category ? basisFor(category, roomType) : []
  return {
    category: id,
    channel,
    audience,
    startMs,
    endMs,
    quote,
    quoteStart: start,
    quoteEnd: end,
    text: quote.slice(start, end),
    span: [start, end],
    rule,
    severity: group.reduce(
      (most, hit) => (hit.severity > most ? hit.severity : most),
      first.severity,
    ),
    mode,
    articles: resolveArticles(rulebook.laws, refs, wallMsOf(around, startMs)),
    count: group.length,
    clip: out === null ? null : await clip(around.path, media, first, out, signal),
  }
}

async function clip(
  path: string,
  media: MediaInfo,
  hit: LocatedHit,
  out: string,
  signal: AbortSignal,
) {
  const dir = await mkdtemp(join(out, 'clips', '.cut-'))
  try {
    const cut = await cutEvidence({ path, media }, hit, dir, signal)
    const preview = cut.files.find(({ role }) => role === 'preview')
    if (!preview) return null
    const stem = basename(path, extname(path))
    const kept = join(out, 'clips', `${stem}-${Math.round(hit.startMs)}-${hit.category}.mp4`)
    await rename(preview.path, kept)
    return { path: kept, sha256: preview.sha256 }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
