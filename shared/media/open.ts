import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { Fault } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { tsSpacing } from './container/mpegts.ts'
import { localName, type Playlist, parsePlaylist, type Segment } from './container/playlist.ts'
import { sniff } from './container/sniff.ts'
import { refuse } from './refusal.ts'
import { byteLength, type Part, type Parts, readHead, type Spacing } from './source.ts'

/** A recording's bytes and what they are; a playlist is the bytes of its segments in order. */
export interface Opened {
  readonly path: string
  readonly kind: 'flv' | 'ts' | 'mp4' | 'mkv' | 'other'
  readonly playlist: boolean
  /** Whether other programs are to be given the parts instead of the file. */
  readonly piped: boolean
  readonly parts: Parts
  /** Segments that are not there, by the byte before which they would stand. */
  readonly holes: readonly { readonly pos: number; readonly lengthMs: number }[]
  readonly dates: readonly { readonly pos: number; readonly atMs: number }[]
  readonly faults: readonly Fault[]
}

const headBytes = 256 * 1024
const maxPlaylistBytes = 16 * 1024 * 1024

/** Opens a recording. Throws AppError 'not_found', or a refusal when the bytes are no recording. */
export async function openRecording(path: string): Promise<Opened> {
  const file = await stat(path).catch(() => null)
  if (!file?.isFile()) throw new AppError('not_found', `找不到文件：${path}`)
  const whole: Parts = [{ path, start: 0, end: file.size }]
  const head = await readHead(whole, headBytes)
  const { kind } = sniff(head)
  if (kind === 'hls') return openPlaylist(path, true)
  refuseUnreadable(kind)
  const spacing = (kind === 'ts' && tsSpacing(head)) || null
  const parts = spacing ? [packetsAlone(path, file.size, spacing)] : whole
  const piped = spacing !== null
  return { path, kind, playlist: false, piped, parts, holes: [], dates: [], faults: [] }
}

function packetsAlone(path: string, size: number, spacing: Spacing): Part {
  const { first, stride, packetBytes } = spacing
  const rest = Math.min((size - first) % stride, packetBytes)
  const end = Math.floor((size - first) / stride) * packetBytes + rest
  return { path, start: 0, end, spacing }
}

type Kind = ReturnType<typeof sniff>['kind']

function refuseUnreadable(kind: Kind): asserts kind is Opened['kind'] {
  switch (kind) {
    case 'empty':
      throw refuse('empty', '文件是空的（0 字节），请检查录制程序和磁盘空间。')
    case 'page':
      throw refuse(
        'not-media',
        '这是一个网页（可能是下载出错的提示页），不是录像，请重新获取文件。',
      )
    case 'text':
      throw refuse('not-media', '这是文本，不是录像，请检查选择的文件。')
    case 'blank':
      throw refuse('not-media', '文件内容全是零，录制程序可能只预留了空间而没有写入。')
    case 'unknown':
      throw refuse('not-media', '认不出这个文件的格式，可能已加密或不是录像。')
    case 'hls':
      throw refuse('not-media', '播放列表里又是播放列表，请直接提供其中一个。')
  }
}

async function openPlaylist(path: string, mayBranch: boolean): Promise<Opened> {
  if ((await stat(path)).size > maxPlaylistBytes)
    throw refuse('not-media', '播放列表过大，无法读取。')
  const playlist = parsePlaylist(await readFile(path, 'utf8'))
  const folder = await realpath(dirname(path))
  if (playlist.segments.length === 0 && playlist.variants.length > 0 && mayBranch) {
    for (const uri of playlist.variants) {
      const variant = await localFile(folder, uri)
      if (variant) return { ...(await openPlaylist(variant.path, false)), path }
    }
    throw refuse('not-media', '播放列表指向的清晰度列表不在本机，请把它们和片段一起提供。')
  }
  return openSegments(path, playlist, folder)
}

async function openSegments(path: string, playlist: Playlist, folder: string): Promise<Opened> {
  if (playlist.segments.length === 0) throw refuse('not-media', '播放列表是空的，里面没有片段。')
  const parts: Part[] = []
  const holes: { pos: number; lengthMs: number }[] = []
  const dates: { pos: number; atMs: number }[] = []
  let pos = 0
  let init = ''
  const add = (part: Part) => {
    parts.push(part)
    pos += part.end - part.start
  }
  for (const segment of playlist.segments) {
    const part = await localFile(folder, segment.uri, segment.range)
    const section = segment.init && (await localFile(folder, segment.init.uri, segment.init.range))
    if (!part || (segment.init && !section)) {
      holes.push({ pos, lengthMs: segment.durationMs })
      continue
    }
    if (segment.encrypted) throw refuse('encrypted', '播放列表里的片段是加密的，无法分析。')
    const name = section ? `${section.path} ${section.start}` : ''
    if (section && name !== init) add(section)
    init = name
    if (segment.atMs !== null) dates.push({ pos, atMs: segment.atMs })
    add(part)
  }
  if (parts.length === 0) throw refuse('missing-segment', noSegments(playlist.segments))
  refuseRepeats(parts)
  const { kind } = sniff(await readHead(parts, headBytes))
  refuseUnreadable(kind)
  const open: Fault = {
    kind: 'unclosed-playlist',
    detail: '播放列表没有结束标记，录制可能中断过。',
  }
  const faults = playlist.closed ? [] : [open]
  return { path, kind, playlist: true, piped: true, parts, holes, dates, faults }
}

/** A list may show the same again (an advertisement); one of few files listed without end would be read without end. */
const maxRepeats = 20

function refuseRepeats(parts: Parts): void {
  const files = new Map<string, number>()
  for (const { path, end } of parts) files.set(path, Math.max(files.get(path) ?? 0, end))
  const there = [...files.values()].reduce((sum, bytes) => sum + bytes, 0)
  if (byteLength(parts) > maxRepeats * there)
    throw refuse('not-media', '播放列表反复列出同样的片段，不像录像，请检查。')
}

function noSegments(segments: readonly Segment[]): string {
  return segments.every(({ uri }) => localName(uri) === null)
    ? '播放列表里的片段不在它所在的文件夹里（网络地址或越界路径一律不打开），请把片段和列表放在一起。'
    : '播放列表里的片段一个也找不到，请把片段和列表放在一起。'
}

/** A segment's file below the playlist's folder, also after following links; null when there is none or it is empty. */
async function localFile(
  folder: string,
  uri: string,
  range: Segment['range'] = null,
): Promise<Part | null> {
  const name = localName(uri)
  if (name === null) return null
  const real = await realpath(join(folder, name)).catch(() => null)
  if (!real?.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null
  const file = await stat(real)
  const start = range?.start ?? 0
  const end = Math.min(range?.end ?? file.size, file.size)
  return file.isFile() && end > start ? { path: real, start, end } : null
}
