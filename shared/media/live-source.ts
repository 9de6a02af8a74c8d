import { createDecipheriv } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/errors.ts'
import { type Playlist, parsePlaylist, type Segment } from './container/playlist.ts'
import { bytesOf, type GetOptions, guardedBytes, guardedGet } from './guarded-get.ts'

/** Some bytes of a live stream, in order. */
export interface LiveChunk {
  readonly bytes: Buffer
  readonly format: 'mpegts' | 'mov' | 'flv'
  /** The stream begins anew here: its clock and format are not those before. */
  readonly seam: boolean
  /** Wall clock of its first picture in epoch ms, and whether the platform said so; null when nobody knows. */
  readonly at: { readonly ms: number; readonly stated: boolean } | null
}

export interface LiveOptions extends GetOptions {
  readonly maxChunkBytes: number
  /** What is there up to this moment is not fetched again after a reconnect. */
  readonly afterMs: number | null
}

const maxPlaylistBytes = 2 * 1024 * 1024
/** A live list's last segments: near enough to now, far enough not to run dry. */
const behind = 3

/**
 * Follows a live stream over HTTP: an HLS playlist, or one endless answer of FLV or MPEG-TS; what it is its first bytes
 * say. Ends with the broadcast; throws when it breaks off, is refused, or says nothing new for `stallMs`.
 */
export async function* followLive(
  address: string,
  options: LiveOptions,
): AsyncGenerator<LiveChunk> {
  const { url, body } = await guardedGet(address, options)
  const head: Buffer[] = []
  const rest = bytesOf(body, options.signal)
  let size = 0
  while (size < 188) {
    const { value, done } = await rest.next()
    if (done) break
    head.push(value)
    size += value.length
  }
  const start = Buffer.concat(head)
  if (
    start
      .toString('utf8', 0, 64)
      .replace(/^\ufeff/, '')
      .trimStart()
      .startsWith('#EXTM3U')
  ) {
    body.destroy()
    yield* followPlaylist(url, options)
    return
  }
  const format =
    start.toString('latin1', 0, 3) === 'FLV' ? 'flv' : start[0] === 0x47 ? 'mpegts' : null
  if (!format) {
    body.destroy()
    throw new AppError('invalid', '这个地址给出的不是直播流（HLS、FLV 或 TS），请检查。')
  }
  yield { bytes: start, format, seam: true, at: null }
  for (let next = await rest.next(); !next.done; next = await rest.next())
    yield { bytes: next.value, format, seam: false, at: null }
}

async function* followPlaylist(first: URL, options: LiveOptions): AsyncGenerator<LiveChunk> {
  let list = await load(first, options)
  let { url } = list
  const [variant] = list.playlist.variants
  if (list.playlist.segments.length === 0 && variant !== undefined) {
    list = await load(new URL(variant, url), options)
    url = list.url
  }
  const keys = new Map<string, Buffer>()
  let next = -1
  let init = ''
  let newsAt = Date.now()
  for (;;) {
    const { playlist } = list
    const { segments, sequence } = playlist
    const fresh = next < 0 || sequence > next || sequence + segments.length < next - behind
    // Segments that went by unseen, or a list begun anew: either way the stream does not go on where it was.
    let seam = fresh
    if (fresh)
      next = next < 0 || sequence <= next ? sequence + firstIndex(segments, options) : sequence
    for (const [i, segment] of segments.entries()) {
      if (sequence + i < next) continue
      next = sequence + i + 1
      newsAt = Date.now()
      const section = segment.init ? `${segment.init.uri} ${segment.init.range?.start ?? 0}` : ''
      const anew = seam || segment.discontinuity || section !== init
      init = section
      seam = false
      const bytes = await segmentBytes(segment, sequence + i, url, options, keys)
      const head = segment.init && anew ? await part(segment.init, url, options) : Buffer.alloc(0)
      const at = segment.atMs ?? null
      const left = segments.slice(i).reduce((sum, it) => sum + it.durationMs, 0)
      yield {
        bytes: Buffer.concat([head, bytes]),
        format: segment.init ? 'mov' : 'mpegts',
        seam: anew,
        at: at === null ? { ms: newsAt - left, stated: false } : { ms: at, stated: true },
      }
    }
    if (playlist.closed) return
    if (Date.now() - newsAt > options.stallMs)
      throw new AppError('unavailable', '播放列表不再更新，直播可能已中断。')
    await delay(Math.max(400, playlist.targetMs / 3), undefined, { signal: options.signal })
    list = await load(url, options)
  }
}

/** Where to begin in a list: behind what is recorded already, where the list tells times, else near its end. */
function firstIndex(segments: readonly Segment[], { afterMs }: LiveOptions): number {
  const usual = Math.max(0, segments.length - behind)
  if (afterMs === null || segments.some(({ atMs }) => atMs === null)) return usual
  const known = segments.findIndex(({ atMs }) => (atMs ?? 0) >= afterMs - 500)
  return known < 0 ? segments.length : known
}

async function load(url: URL, options: LiveOptions): Promise<{ url: URL; playlist: Playlist }> {
  const got = await guardedBytes(url, { ...options, maxBytes: maxPlaylistBytes })
  const text = got.bytes.toString('utf8')
  if (!text.includes('#EXTM3U'))
    throw new AppError('unavailable', '播放列表地址给出的不是播放列表，可能已下播。')
  return { url: got.url, playlist: parsePlaylist(text) }
}

async function part(
  { uri, range }: Pick<Segment, 'uri' | 'range'>,
  base: URL,
  options: LiveOptions,
): Promise<Buffer> {
  const { bytes } = await guardedBytes(new URL(uri, base), {
    ...options,
    maxBytes: options.maxChunkBytes,
  })
  return range ? bytes.subarray(range.start, range.end) : bytes
}

async function segmentBytes(
  segment: Segment,
  number: number,
  base: URL,
  options: LiveOptions,
  keys: Map<string, Buffer>,
): Promise<Buffer> {
  const bytes = await part(segment, base, options)
  if (!segment.encrypted) return bytes
  if (!segment.key) throw new AppError('invalid', '直播片段的加密方式不支持，无法采集。')
  const { uri, iv } = segment.key
  const key = keys.get(uri) ?? (await part({ uri, range: null }, base, options)).subarray(0, 16)
  if (keys.size > 100) keys.clear()
  keys.set(uri, key)
  const vector = iv
    ? Buffer.from(iv, 'hex')
    : Buffer.from(number.toString(16).padStart(32, '0'), 'hex')
  const decipher = createDecipheriv('aes-128-cbc', key, vector)
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}
