import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readDanmaku, summariseDanmaku } from '#shared/danmaku/read.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { buildClock, usualErrorMs } from '../services/ingest/clock.ts'
import { placeComment, readDanmakuClock } from '../services/ingest/comments.ts'
import { offsetInSeries, seriesPlace } from '../services/ingest/series.ts'

/** One statement of a truth file and what the house found; `within` in the unit of both. */
export interface TruthRow {
  readonly file: string
  readonly what: string
  readonly wanted: number | string
  readonly found: number | string
  readonly within: number
}

export const agrees = ({ wanted, found, within }: TruthRow) =>
  typeof wanted === 'number' && typeof found === 'number'
    ? Math.abs(wanted - found) <= within
    : wanted === found

interface MediaTruth {
  readonly content_s?: number
  readonly readable_s?: number
  readonly segment_s?: number
  readonly start?: string
  readonly viewers_lag_s?: number
  readonly flash_air_s?: readonly number[]
  readonly files?: readonly string[]
  readonly parts?: readonly { file: string; opened: string; content_s: number; air_from: number }[]
  readonly playlists?: Readonly<Record<string, MediaTruth>>
}

interface DanmakuTruth {
  readonly chat: number
  readonly unit: 'time' | 'epoch_ms' | 'id_epoch_s'
  readonly first: Readonly<Record<string, number | string>>
  readonly last: Readonly<Record<string, number | string>>
}

const json = <T>(path: string): Record<string, T> =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
const round = (value: number) => Math.round(value * 1000) / 1000

/** Everything the truth files of a data folder say of lengths, counts, ends and alignment, held against what is read. */
export async function truthRows(data: string): Promise<TruthRow[]> {
  const rows: TruthRow[] = []
  const media = join(data, 'media/made')
  for (const [name, truth] of Object.entries(json<MediaTruth>(join(media, 'truth.json')))) {
    if (name.startsWith('_')) continue
    if (truth.parts) rows.push(...(await pairedRows(join(media, name), truth)))
    else if (truth.files) rows.push(...(await seriesRows(join(media, name), truth)))
    else if (truth.playlists)
      for (const [list, one] of Object.entries(truth.playlists))
        rows.push(...(await lengthRows(join(media, name, list), one)))
    else {
      const file = name.includes('.') ? name : join(name, 'vod.m3u8')
      rows.push(...(await lengthRows(join(media, file), truth)))
    }
  }
  const danmaku = join(data, 'danmaku/made')
  for (const [name, truth] of Object.entries(json<DanmakuTruth>(join(danmaku, 'truth.json'))))
    rows.push(...(await danmakuRows(join(danmaku, name), truth)))
  return rows.map((row) => ({ ...row, file: row.file.slice(data.length + 1) }))
}

async function lengthRows(file: string, truth: MediaTruth): Promise<TruthRow[]> {
  const wanted = truth.content_s ?? truth.readable_s
  if (wanted === undefined) return []
  if (wanted === 0) {
    const found = await inspectMedia(file).then(
      () => 'read',
      () => 'refused',
    )
    return [{ file, what: 'length', wanted: 'refused', found, within: 0 }]
  }
  const found = round((await inspectMedia(file)).durationMs / 1000)
  return [{ file, what: 'length (s)', wanted, found, within: 0.04 }]
}

async function seriesRows(folder: string, truth: MediaTruth): Promise<TruthRow[]> {
  const files = (truth.files ?? []).filter((file) => seriesPlace(file))
  const pieces = await Promise.all(
    files.map(async (file) => ({
      file,
      index: seriesPlace(file)?.index ?? 0,
      durationMs: (await inspectMedia(join(folder, file))).durationMs,
    })),
  )
  return pieces.map(({ file, index }) => ({
    ...{ file: join(folder, file), what: 'begins (s on air)', within: 0.5 },
    wanted: index * (truth.segment_s ?? 0),
    found: round(offsetInSeries(pieces, index).offsetMs / 1000),
  }))
}

/** An XML beside a FLV, and one that was never split: each answer stands `lag` behind its flash, wherever that was recorded. */
async function pairedRows(folder: string, truth: MediaTruth): Promise<TruthRow[]> {
  const rows: TruthRow[] = []
  const [first, second] = truth.parts ?? []
  const beganMs = Date.parse(first?.opened ?? '')
  const ends: number[] = []
  for (const part of truth.parts ?? []) {
    const media = await inspectMedia(join(folder, part.file))
    const xml = part.file.replace(/\.flv$/, '.xml')
    for (const file of [xml, '不分段.xml'])
      rows.push(...(await alignedRows(folder, file, media, part, truth, beganMs)))
    ends.push(Date.parse(part.opened) + media.durationMs)
  }
  const gap = (Date.parse(second?.opened ?? '') - (ends[0] ?? 0)) / 1000
  const wanted = (second?.air_from ?? 0) - (first?.content_s ?? 0)
  return [...rows, { file: folder, what: 'gap (s)', wanted, found: round(gap), within: 0.5 }]
}

async function alignedRows(
  folder: string,
  xml: string,
  media: MediaInfo,
  part: { file: string; opened: string },
  truth: MediaTruth,
  beganMs: number,
): Promise<TruthRow[]> {
  const read = await readDanmakuClock(join(folder, xml), AbortSignal.timeout(60_000))
  if (!read) return []
  const told = { contentMs: 0, atMs: Date.parse(part.opened) }
  const clock = buildClock({
    media,
    anchors: [{ ...told, origin: 'file-name', errorMs: usualErrorMs['file-name'] }],
    danmaku: read.clock,
  })
  const recording = { startedAt: new Date(clock.lines[0]?.atMs ?? 0), clock }
  const lagMs = (truth.viewers_lag_s ?? 0) * 1000
  let worst = 0
  for await (const comment of (await readDanmaku(join(folder, xml))).comments) {
    const place = placeComment(comment, read.clock, recording)
    const flash = truth.flash_air_s?.[Number(/^(\d+)闪$/.exec(comment.text)?.[1])]
    if (!place) continue
    const atMs = wallMsOf(recording, place.contentMs)
    if (flash !== undefined)
      worst = Math.max(worst, Math.abs(atMs - (beganMs + flash * 1000 + lagMs)))
  }
  const name = `${join(folder, xml)} + ${part.file}`
  return [
    {
      ...{ file: name, what: 'worst answer off by (s)', within: 0.5 },
      wanted: 0,
      found: round(worst / 1000),
    },
  ]
}

async function danmakuRows(file: string, truth: DanmakuTruth): Promise<TruthRow[]> {
  const found = await summariseDanmaku(file)
  const scale = truth.unit === 'epoch_ms' ? 1 : 1000
  const end = (at: 'first' | 'last'): TruthRow[] => {
    const moment = found[at]
    const ms = (truth.unit === 'time' ? moment?.tMs : moment?.atMs) ?? Number.NaN
    const wanted = Number(truth[at][truth.unit])
    return [
      { file, what: `${at} at`, wanted, found: ms / scale, within: 0.0005 },
      {
        file,
        what: `${at} says`,
        wanted: truth[at].text ?? '',
        found: moment?.text.trim() ?? '',
        within: 0,
      },
    ]
  }
  return [
    { file, what: 'chat', wanted: truth.chat, found: found.chat, within: 0 },
    ...end('first'),
    ...end('last'),
  ]
}

async function main(): Promise<void> {
  const rows = await truthRows(resolve(process.argv[2] ?? '../shared/data'))
  const cells = rows.map((row) => [
    row.file,
    row.what,
    row.wanted,
    row.found,
    agrees(row) ? '✓' : '✗',
  ])
  const lines = [['file', 'what', 'truth', 'found', ''], ['-', '-', '-', '-', '-'], ...cells]
  process.stdout.write(`${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`)
  process.stdout.write(`\n${rows.filter(agrees).length} / ${rows.length}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
