import type { Config } from '#shared/domain/recording.ts'
import { type AacFormat, adtsFormat } from './aac.ts'
import { payloadStart, programTables, type TsWalk, tsBatches, tsPacketBytes } from './mpegts.ts'
import { pesTimes } from './pes.ts'
import { h264Size, hevcSize, type PictureSize } from './sps.ts'

/** Where something was met: the first byte and the raw 33-bit presentation time, in milliseconds, of its unit. */
interface Met {
  readonly pos: number
  readonly ptsMs: number
}

export interface TsScan {
  readonly packets: number
  /** Packets missing by the continuity counters, at least. */
  readonly lost: number
  /** Picture sizes and sound formats, each time they change. */
  readonly sizes: (PictureSize & Met)[]
  readonly formats: (AacFormat & Met)[]
  /** The program tables, each time they change. */
  readonly configs: Config[]
  readonly scrambled: boolean
  readonly walk: TsWalk
}

const maxConfigs = 400

/**
 * Reads packet headers, and the first bytes of pictures and sounds: losses, sizes and formats that no probe of a file's
 * head can see. At the bytes in `seams` another file begins, with counters of its own.
 */
export async function scanTs(
  chunks: AsyncIterable<Buffer>,
  seams: ReadonlySet<number> = new Set(),
): Promise<TsScan> {
  const walk: TsWalk = { junkBytes: 0, tailBytes: 0 }
  const configs: Config[] = []
  const tables = programTables()
  const counters = continuityCounters()
  const pictures = pictureHeads()
  const sounds = soundHeads()
  let [packets, lost, scrambled] = [0, 0, 0]
  for await (const { packets: data, pos: batchPos } of tsBatches(chunks, walk)) {
    for (let at = 0; at < data.length; at += tsPacketBytes) {
      packets += 1
      const pid = data.readUInt16BE(at + 1) & 0x1fff
      if (pid === 0x1fff) continue
      const pos = batchPos + at
      if (seams.has(pos)) counters.reset()
      if ((data[at + 3] ?? 0) & 0xc0) scrambled += 1
      lost += counters.missing(data, at, pid)
      const unit = ((data[at + 1] ?? 0) & 0x40) !== 0
      if (pid === tables.videoPid) pictures.see(data, at, pos, unit, tables.videoType)
      else if (unit && pid === tables.aacPid) sounds.see(data, at, pos)
      else if (unit && (pid === 0 || pid === tables.pmtPid)) {
        const isNew = tables.read(pid, data.subarray(payloadStart(data, at), at + tsPacketBytes))
        const kind = pid === 0 ? 'pat' : 'pmt'
        if (isNew && configs.length < maxConfigs) configs.push({ kind, pos, bytes: tsPacketBytes })
      }
    }
  }
  const { sizes } = pictures
  const { formats } = sounds
  return { packets, lost, sizes, formats, configs, scrambled: scrambled > packets / 2, walk }
}

function continuityCounters() {
  const counters = new Map<number, number>()

  /** Packets missing before this one by its 4-bit counter (ISO 13818-1 2.4.3.3). */
  function missing(data: Buffer, at: number, pid: number): number {
    const flags = data[at + 3] ?? 0
    if ((flags & 0x10) === 0) return 0
    const counter = flags & 15
    const before = counters.get(pid)
    // Tables that start again from zero: another stream was written behind the first.
    if (before !== undefined && counter === 0 && before !== 15 && (pid === 0 || pid === 17)) {
      counters.clear()
    }
    const known = counters.get(pid)
    counters.set(pid, counter)
    if (known === undefined || counter === known || adaptation(data, at, 0x80)) return 0
    return (counter - known - 1) & 15
  }

  return { missing, reset: () => counters.clear() }
}

/** A flag of the adaptation field: 0x80 discontinuity, 0x40 random access. */
function adaptation(data: Buffer, at: number, flag: number): boolean {
  const present = (data[at + 3] ?? 0) & 0x20 && (data[at + 4] ?? 0) > 0
  return present ? ((data[at + 5] ?? 0) & flag) !== 0 : false
}

// Delimiter, supplemental information (an encoder's long signature) and parameter sets stand before the picture.
const headBytes = 2000

function pictureHeads() {
  const sizes: (PictureSize & Met)[] = []
  let open: { pos: number; data: Buffer[]; have: number } | null = null
  // Most muxers mark the units at which decoding may start; where none does, every unit is looked into.
  let marked = false

  function see(data: Buffer, at: number, pos: number, unit: boolean, type: number) {
    if (unit) {
      finish(type)
      const random = adaptation(data, at, 0x40)
      marked ||= random
      open = random || !marked ? { pos, data: [], have: 0 } : null
    }
    if (!open) return
    const payload = data.subarray(payloadStart(data, at), at + tsPacketBytes)
    open.data.push(Buffer.from(payload))
    open.have += payload.length
    if (open.have >= headBytes) finish(type)
  }

  function finish(type: number) {
    if (!open) return
    const head = Buffer.concat(open.data)
    const times = pesTimes(head, 0)
    const size = times && parameterSize(head, type)
    const last = sizes.at(-1)
    if (size && (last?.width !== size.width || last.height !== size.height)) {
      sizes.push({ ...size, pos: open.pos, ptsMs: times.ptsMs })
    }
    open = null
  }

  return { sizes, see }
}

function soundHeads() {
  const formats: (AacFormat & Met)[] = []

  function see(data: Buffer, at: number, pos: number) {
    const head = data.subarray(payloadStart(data, at), at + tsPacketBytes)
    const times = pesTimes(head, 0)
    const format = times && adtsFormat(head.subarray(9 + (head[8] ?? 0)))
    const last = formats.at(-1)
    const same = last?.sampleRate === format?.sampleRate && last?.channels === format?.channels
    if (format && !same) formats.push({ ...format, pos, ptsMs: times.ptsMs })
  }

  return { formats, see }
}

function parameterSize(head: Buffer, type: number): PictureSize | null {
  for (let at = head.indexOf(startCode); at >= 0; at = head.indexOf(startCode, at + 3)) {
    const nal = head.subarray(at + 3)
    const first = nal[0] ?? 0
    if (type === 0x1b && (first & 31) === 7) return h264Size(nal)
    if (type === 0x24 && ((first >> 1) & 63) === 33) return hevcSize(nal)
    if (type <= 2 && first === 0xb3 && nal.length >= 4) {
      return { width: nal.readUInt16BE(1) >> 4, height: nal.readUInt16BE(2) & 0xfff }
    }
  }
  return null
}

const startCode = Buffer.from([0, 0, 1])
