import type { MediaInfo } from '#shared/domain/recording.ts'
import { type FlvTag, flvPicture, flvSound } from './container/flv.ts'
import { type MkvBlock, mkvClusters, mkvHead } from './container/matroska.ts'

const videoIds: Readonly<Record<string, string>> = {
  h264: 'V_MPEG4/ISO/AVC',
  hevc: 'V_MPEGH/ISO/HEVC',
  av1: 'V_AV1',
  vp9: 'V_VP9',
}

/**
 * Turns FLV tags into a Matroska stream: HEVC under codec id 12 and enhanced FLV are carried by no ffmpeg before 6.1, but
 * decoded by all. Settings that change in mid-stream travel inside the next key frame.
 */
export function flvToMatroska(info: Pick<MediaInfo, 'video' | 'audio'>) {
  const settings: { video: Buffer | null; audio: Buffer | null } = { video: null, audio: null }
  let pending: Buffer | null = null
  let headWritten = false

  function configure({ type, body }: FlvTag) {
    const picture = type === 'video' ? flvPicture(body) : null
    const sound = type === 'audio' ? flvSound(body) : null
    if (sound?.kind === 'config') settings.audio ??= Buffer.from(body.subarray(sound.payloadAt))
    if (picture?.kind !== 'config') return
    const payload = body.subarray(picture.payloadAt)
    if (settings.video) pending = parameterSets(payload, picture.codec)
    else settings.video = Buffer.from(payload)
  }

  function block(tag: FlvTag, ptsMs: number): MkvBlock | null {
    if (tag.type === 'audio') {
      const sound = flvSound(tag.body)
      if (sound?.kind !== 'frame') return null
      const data = [Buffer.from(tag.body.subarray(sound.payloadAt))]
      return { kind: 'audio', ptsMs, key: true, data }
    }
    const picture = flvPicture(tag.body)
    if (picture?.kind !== 'frame') return null
    const { key, ctsMs, payloadAt } = picture
    const before = key && pending ? [pending] : []
    if (key) pending = null
    const data = [...before, Buffer.from(tag.body.subarray(payloadAt))]
    return { kind: 'video', ptsMs: ptsMs + ctsMs, key, data }
  }

  function head(): Buffer {
    const { video, audio } = info
    return mkvHead([
      ...(video && settings.video
        ? [
            {
              ...video,
              kind: 'video' as const,
              codecId: videoIds[video.codec] ?? '',
              settings: settings.video,
            },
          ]
        : []),
      ...(audio
        ? [
            {
              ...audio,
              kind: 'audio' as const,
              codecId: soundId(audio.codec),
              settings: settings.audio ?? Buffer.alloc(0),
            },
          ]
        : []),
    ])
  }

  /** Bytes for tags with their decoding times on the clock of the output. */
  return (tags: readonly { tag: FlvTag; dtsMs: number }[]): Buffer => {
    const blocks: MkvBlock[] = []
    for (const { tag, dtsMs } of tags) {
      configure(tag)
      const made = block(tag, dtsMs)
      if (made) blocks.push(made)
    }
    if (blocks.length === 0) return Buffer.alloc(0)
    const clusters = mkvClusters(blocks)
    if (headWritten) return clusters
    headWritten = true
    return Buffer.concat([head(), clusters])
  }
}

function soundId(codec: string): string {
  if (codec === 'aac') return 'A_AAC'
  return codec === 'mp3' ? 'A_MPEG/L3' : 'A_MS/ACM'
}

/** The parameter sets of an hvcC or avcC record, each behind its length as in a frame. */
function parameterSets(record: Buffer, codec: string): Buffer {
  const sets: Buffer[] = []
  const take = (at: number, count: number): number => {
    let next = at
    for (let i = 0; i < count && next + 2 <= record.length; i += 1) {
      const end = next + 2 + record.readUInt16BE(next)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(Math.min(end, record.length) - next - 2)
      sets.push(length, record.subarray(next + 2, end))
      next = end
    }
    return next
  }
  if (codec === 'hevc') {
    let at = 23
    for (let arrays = record[22] ?? 0; arrays > 0 && at + 3 <= record.length; arrays -= 1) {
      at = take(at + 3, record.readUInt16BE(at + 1))
    }
  } else if (codec === 'h264' && record.length > 7) {
    const at = take(6, (record[5] ?? 0) & 31)
    take(at + 1, record[at] ?? 0)
  }
  return Buffer.concat(sets)
}
