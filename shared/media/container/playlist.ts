/** One segment of an HLS media playlist (RFC 8216 4.3.2). */
export interface Segment {
  readonly uri: string
  readonly durationMs: number
  /** Byte range inside the resource, end exclusive; null for all of it. */
  readonly range: { readonly start: number; readonly end: number } | null
  /** The initialisation section it needs (EXT-X-MAP), null in MPEG-TS. */
  readonly init: { readonly uri: string; readonly range: Segment['range'] } | null
  readonly encrypted: boolean
  /** Where its key is to be had, for AES-128; null without encryption or with another kind of it. */
  readonly key: { readonly uri: string; readonly iv: string | null } | null
  /** Its clock and format have nothing to do with those of the segment before (EXT-X-DISCONTINUITY). */
  readonly discontinuity: boolean
  /** EXT-X-PROGRAM-DATE-TIME of its first sample, epoch milliseconds. */
  readonly atMs: number | null
}

export interface Playlist {
  readonly segments: readonly Segment[]
  /** Variant playlists of a master playlist, widest band first. */
  readonly variants: readonly string[]
  readonly closed: boolean
  /** Number of the first segment listed: a live list drops old ones (EXT-X-MEDIA-SEQUENCE). */
  readonly sequence: number
  /** No segment is longer than this (EXT-X-TARGETDURATION). */
  readonly targetMs: number
}

const maxSegments = 200_000

/** Reads a playlist as tolerantly as recorders write them: unknown tags, bad numbers and missing EXTINF are passed over. */
export function parsePlaylist(text: string): Playlist {
  const segments: Segment[] = []
  const variants: { uri: string; bandwidth: number }[] = []
  const ends = new Map<string, number>()
  let closed = false
  let init: Segment['init'] = null
  let encrypted = false
  let key: Segment['key'] = null
  let discontinuity = false
  let [sequence, targetMs] = [0, 6000]
  let [durationMs, range, atMs, bandwidth] = [0, '', null as number | null, -1]
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim()
    if (line === '' || (line.startsWith('#') && !line.startsWith('#EXT'))) continue
    const [tag = '', value = ''] = line.startsWith('#') ? splitTag(line) : []
    if (tag === '') {
      if (bandwidth >= 0) variants.push({ uri: line, bandwidth })
      else if (segments.length < maxSegments) {
        segments.push({
          uri: line,
          durationMs,
          range: byteRange(range, line, ends),
          init,
          encrypted,
          key,
          discontinuity,
          atMs,
        })
        discontinuity = false
      }
      ;[durationMs, range, atMs, bandwidth] = [0, '', null, -1]
    } else if (tag === '#EXTINF') durationMs = Math.max(0, Number.parseFloat(value) * 1000 || 0)
    else if (tag === '#EXT-X-BYTERANGE') range = value
    else if (tag === '#EXT-X-STREAM-INF')
      bandwidth = Number(/BANDWIDTH=(\d+)/.exec(value)?.[1] ?? 0)
    else if (tag === '#EXT-X-KEY') {
      encrypted = !/METHOD=NONE/.test(value)
      key = keyOf(value)
    } else if (tag === '#EXT-X-DISCONTINUITY') discontinuity = true
    else if (tag === '#EXT-X-MEDIA-SEQUENCE') sequence = Number.parseInt(value, 10) || 0
    else if (tag === '#EXT-X-TARGETDURATION')
      targetMs = Math.min(60, Number.parseFloat(value) || 6) * 1000
    else if (tag === '#EXT-X-PROGRAM-DATE-TIME') atMs = dateTime(value)
    else if (tag === '#EXT-X-ENDLIST') closed = true
    else if (tag === '#EXT-X-MAP') init = initSection(value)
  }
  variants.sort((a, b) => b.bandwidth - a.bandwidth)
  return { segments, variants: variants.map(({ uri }) => uri), closed, sequence, targetMs }
}

function splitTag(line: string): [string, string] {
  const colon = line.indexOf(':')
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1)]
}

/** `length[@offset]`; without an offset it goes on where the last range of the same resource ended. */
function byteRange(text: string, uri: string, ends: Map<string, number>): Segment['range'] {
  const found = /^"?(\d+)(?:@(\d+))?"?$/.exec(text.trim())
  if (!found) return null
  const start = found[2] === undefined ? (ends.get(uri) ?? 0) : Number(found[2])
  const end = start + Number(found[1])
  ends.set(uri, end)
  return { start, end }
}

function keyOf(value: string): Segment['key'] {
  const uri = /URI="([^"]*)"/.exec(value)?.[1]
  if (!/METHOD=AES-128/.test(value) || !uri) return null
  return { uri, iv: /IV=0[xX]([\da-fA-F]{32})/.exec(value)?.[1] ?? null }
}

function initSection(value: string): Segment['init'] {
  const uri = /URI="([^"]*)"/.exec(value)?.[1]
  const range = /BYTERANGE="([^"]*)"/.exec(value)?.[1] ?? ''
  return uri ? { uri, range: byteRange(range, uri, new Map()) } : null
}

function dateTime(value: string): number | null {
  const at = Date.parse(value.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(at) ? null : at
}

/**
 * The path of a segment relative to its playlist's folder, or null for anything that is not a plain path below it: an
 * address, an absolute path, a way up, an escape for one of these.
 */
export function localName(uri: string): string | null {
  let name = uri.replace(/[?#].*$/, '')
  try {
    name = decodeURIComponent(name)
  } catch {
    return null
  }
  if (name === '' || /^[a-z][a-z0-9+.-]*:/i.test(name) || /[\0\\|]|^\//.test(name)) return null
  return name.split('/').some((part) => part === '..') ? null : name
}
