import type { Anchor, Config, Fault } from '#shared/domain/recording.ts'
import {
  type FlvPicture,
  type FlvSound,
  type FlvWalk,
  flvPicture,
  flvSound,
  flvTags,
} from '../container/flv.ts'
import { avcConfigSize, hevcConfigSize, type PictureSize } from '../container/sps.ts'
import type { Opened } from '../open.ts'
import { byteLength, readParts } from '../source.ts'
import { collectTimeline } from '../timeline/collect.ts'
import { type FormatSeen, marksOf, type Reading, type SizeSeen } from './reading.ts'

/** Reads an FLV tag by tag: no probe of its head can see a second header, a changed size or codec id 12. */
export async function readFlv(opened: Opened, signal?: AbortSignal): Promise<Reading> {
  const { parts } = opened
  const walk: FlvWalk = { junkBytes: 0, extraHeaders: 0, truncated: false }
  const timeline = collectTimeline(marksOf(opened))
  const sizes: SizeSeen[] = []
  const faults: Fault[] = []
  const configs: Config[] = []
  const formats: (FlvSound & FormatSeen)[] = []
  let frameMs = 0
  let picture: FlvPicture | null = null
  // A header's own time stamp may be anything: what it announces begins with the frame behind it.
  let size: PictureSize | null = null
  let format: FlvSound | null = null
  let headerDurationMs: number | null = null
  let startedAtMs: number | null = null

  for await (const tags of flvTags(readParts(parts, 0, signal), walk)) {
    for (const { type, body, pos, tsMs } of tags) {
      if (type === 'script') {
        headerDurationMs ??= metaNumber(body, 'duration', 0, 1000)
        startedAtMs ??= metaNumber(body, 'StartTime', 0x0b, 1)
      } else if (type === 'video') {
        const seen = flvPicture(body)
        if (!seen) continue
        const config = seen.codec === 'hevc' ? hevcConfigSize : avcConfigSize
        if (seen.kind === 'config') size = config(body.subarray(seen.payloadAt)) ?? size
        if (seen.kind === 'config') configs.push({ kind: 'video', pos, bytes: body.length + 15 })
        if (seen.kind !== 'frame') continue
        if (size) sizes.push({ ...size, pos, fileMs: tsMs + seen.ctsMs })
        size = null
        if (!picture || (picture.codec !== seen.codec && sizes.length > 0)) picture = seen
        const ptsMs = tsMs + seen.ctsMs
        timeline.add({ track: 'video', ptsMs, dtsMs: tsMs, durMs: 0, key: seen.key, pos })
      } else {
        const heard = flvSound(body)
        if (!heard) continue
        if (heard.kind === 'config' || (formats.length === 0 && !format)) format = heard
        if (heard.kind === 'config') configs.push({ kind: 'audio', pos, bytes: body.length + 15 })
        if (heard.kind === 'config' || heard.payloadAt >= body.length) continue
        if (format) {
          frameMs = frameLength(format)
          formats.push({ ...format, pos, fileMs: tsMs })
          format = null
        }
        timeline.add({ track: 'audio', ptsMs: tsMs, dtsMs: tsMs, durMs: frameMs, key: true, pos })
      }
    }
  }

  if (walk.truncated) faults.push({ kind: 'truncated', detail: '文件末尾被截断，最后一帧不完整。' })
  if (walk.junkBytes > 0) {
    faults.push({ kind: 'junk', detail: `跳过了 ${walk.junkBytes} 字节不属于任何数据帧的内容。` })
  }
  if (picture) faults.push(...codecFaults(picture, sizes.length > 0))
  const anchors: Anchor[] =
    startedAtMs === null ? [] : [{ contentMs: 0, atMs: startedAtMs, origin: 'flv-metadata' }]
  const { width, height } = sizes[0] ?? { width: 0, height: 0 }
  return {
    container: 'flv',
    bytes: byteLength(parts),
    headerDurationMs: headerDurationMs || null,
    video: picture ? { codec: picture.codec, width, height } : null,
    audio: formats[0] ?? null,
    timeline: timeline.end(walk.truncated),
    sizes,
    formats,
    configs: thinned(configs),
    faults,
    anchors,
  }
}

function frameLength({ codec, sampleRate }: FlvSound): number {
  const samples = codec === 'aac' ? 1024 : codec === 'mp3' ? 1152 : 0
  return (samples * 1000) / sampleRate
}

/** A stream joined again repeats its headers: a sane number of places to begin from is enough. */
function thinned(configs: readonly Config[]): Config[] {
  const step = Math.ceil(configs.length / 400)
  return configs.filter((_, i) => i < 2 || i % step === 0)
}

function codecFaults({ codec, unofficial }: FlvPicture, configured: boolean): Fault[] {
  const name = codec.toUpperCase()
  if (codec === 'unknown' || (codec === 'hevc' && !configured)) {
    return [{ kind: 'unreadable-video', detail: '画面的编码认不出或缺少解码参数，只能分析声音。' }]
  }
  if (!unofficial) return []
  const detail = `画面是 FLV 里的 ${name}（非标准写法），多数播放器只能放出声音；这里照常分析。`
  return [{ kind: 'unofficial-codec', detail }]
}

/** A number or date of onMetaData (AMF0: name, type byte, double), without walking the whole object. */
function metaNumber(body: Buffer, name: string, type: number, scale: number): number | null {
  const at = body.indexOf(name)
  const value = at + name.length
  if (at < 0 || value + 9 > body.length || body[value] !== type) return null
  const number = body.readDoubleBE(value + 1) * scale
  return Number.isFinite(number) && number > 0 ? Math.round(number) : null
}
