import type { Config } from '#shared/domain/recording.ts'
import { pesTimes } from './pes.ts'
import { h264Size, hevcSize, type PictureSize } from './sps.ts'

export const tsPacketBytes = 188
const sync = 0x47

/** Offset of the first of three packets in a row (ISO 13818-1 2.4.3), or -1: a file may begin inside a packet. */
export function findTsSync(buffer: Buffer, from: number): number {
  const last = buffer.length - 2 * tsPacketBytes - 1
  for (
    let at = buffer.indexOf(sync, from);
    at >= 0 && at <= last;
    at = buffer.indexOf(sync, at + 1)
  ) {
    if (buffer[at + tsPacketBytes] === sync && buffer[at + 2 * tsPacketBytes] === sync) return at
  }
  return -1
}

/** Whole packets, as one aligned view, with the position of the first. Junk between packets is stepped over. */
export interface TsBatch {
  readonly pos: number
  readonly packets: Buffer
}

export interface TsWalk {
  junkBytes: number
  /** Bytes of an unfinished packet at the end. */
  tailBytes: number
}

/** Cuts bytes into stretches of whole packets. */
export async function* tsBatches(
  chunks: AsyncIterable<Buffer>,
  walk: TsWalk,
  startPos = 0,
): AsyncGenerator<TsBatch> {
  let rest: Buffer = Buffer.alloc(0)
  let pos = startPos
  let ended = false
  const iterator = chunks[Symbol.asyncIterator]()
  while (!ended) {
    const next = await iterator.next()
    ended = next.done === true
    const chunk: Buffer = next.done ? Buffer.alloc(0) : next.value
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    while (at + tsPacketBytes <= buffer.length) {
      let end = at
      while (end + tsPacketBytes <= buffer.length && buffer[end] === sync) end += tsPacketBytes
      if (end > at) yield { pos: pos + at, packets: buffer.subarray(at, end) }
      at = end
      if (at + tsPacketBytes > buffer.length) break
      const found = findTsSync(buffer, at + 1)
      // Near the end of what is here three in a row cannot be seen: keep the rest for the next chunk.
      const to = found >= 0 ? found : ended ? buffer.length : Math.max(at + 1, buffer.length - 600)
      walk.junkBytes += to - at
      at = to
      if (found < 0) break
    }
    rest = Buffer.from(buffer.subarray(at))
    pos += at
  }
  if (rest[0] === sync) walk.tailBytes = rest.length
  else walk.junkBytes += rest.length
}

/** A picture size met in the stream: where, and the raw 33-bit presentation time of its picture in milliseconds. */
export interface TsSize extends PictureSize {
  readonly pos: number
  readonly ptsMs: number
}

export interface TsScan {
  readonly packets: number
  /** Packets missing by the continuity counters, at least. */
  readonly lost: number
  readonly sizes: TsSize[]
  /** The program tables, each time they change. */
  readonly configs: Config[]
  readonly scrambled: boolean
  readonly walk: TsWalk
}

/** Reads packet headers only: losses by continuity counter, picture sizes by the parameter sets before key frames. */
export async function scanTs(
  chunks: AsyncIterable<Buffer>,
  seams: ReadonlySet<number> = new Set(),
): Promise<TsScan> {
  const walk: TsWalk = { junkBytes: 0, tailBytes: 0 }
  const counters = new Map<number, number>()
  const sizes: TsSize[] = []
  const configs: Config[] = []
  const tables = programTables()
  let open: UnitHead | null = null
  // Most muxers mark the units at which decoding may start; where none does, every unit is looked into.
  let marked = false
  let [packets, lost, scrambled] = [0, 0, 0]
  for await (const batch of tsBatches(chunks, walk)) {
    const { packets: data } = batch
    for (let at = 0; at < data.length; at += tsPacketBytes) {
      packets += 1
      const pid = ((data[at + 1] ?? 0) & 0x1f) * 256 + (data[at + 2] ?? 0)
      const flags = data[at + 3] ?? 0
      if (pid === 0x1fff) continue
      if (seams.has(batch.pos + at)) counters.clear()
      if (flags & 0xc0) scrambled += 1
      const start = payloadStart(data, at)
      if (flags & 0x10) lost += continuity(counters, data, at, pid, flags & 15)
      const unit = ((data[at + 1] ?? 0) & 0x40) !== 0
      const payload = data.subarray(start, at + tsPacketBytes)
      if (unit && (pid === 0 || pid === tables.pmtPid) && tables.read(pid, payload)) {
        const kind = pid === 0 ? 'pat' : 'pmt'
        if (configs.length < 400) configs.push({ kind, pos: batch.pos + at, bytes: tsPacketBytes })
      }
      if (pid !== tables.videoPid) continue
      if (unit && open) addSize(sizes, open, tables.videoType)
      if (unit) {
        const random = randomAccess(data, at)
        marked ||= random
        open = random || !marked ? { pos: batch.pos + at, data: [], have: 0 } : null
      }
      if (!open) continue
      open.data.push(Buffer.from(payload))
      open.have += payload.length
      if (open.have < headBytes) continue
      addSize(sizes, open, tables.videoType)
      open = null
    }
  }
  return { packets, lost, sizes, configs, scrambled: scrambled > packets / 2, walk }
}

interface UnitHead {
  readonly pos: number
  readonly data: Buffer[]
  have: number
}

// Delimiter, supplemental information (an encoder's long signature) and parameter sets stand before the picture.
const headBytes = 2000

function randomAccess(data: Buffer, at: number): boolean {
  const field = (data[at + 3] ?? 0) & 0x20 && (data[at + 4] ?? 0) > 0
  return field ? ((data[at + 5] ?? 0) & 0x40) !== 0 : false
}

/** Where a packet's payload begins, behind its adaptation field. */
export function payloadStart(data: Buffer, at: number): number {
  const control = (data[at + 3] ?? 0) & 0x30
  if (control === 0x10) return at + 4
  if (control !== 0x30) return at + tsPacketBytes
  return Math.min(at + 5 + (data[at + 4] ?? 0), at + tsPacketBytes)
}

function continuity(
  counters: Map<number, number>,
  data: Buffer,
  at: number,
  pid: number,
  counter: number,
): number {
  const before = counters.get(pid)
  const field = (data[at + 3] ?? 0) & 0x20 && (data[at + 4] ?? 0) > 0
  const discontinuity = field && (data[at + 5] ?? 0) & 0x80
  // The tables start again from zero: another stream was written behind the first.
  if (before !== undefined && counter === 0 && before !== 15 && (pid === 0 || pid === 17)) {
    counters.clear()
  }
  const known = counters.get(pid)
  counters.set(pid, counter)
  if (known === undefined || discontinuity || counter === known) return 0
  return (counter - known - 1) & 15
}

/** Follows the program tables to the first video stream (ISO 13818-1 2.4.4); `read` tells whether a table is new. */
function programTables() {
  const known = new Map<number, string>()
  const tables = { pmtPid: -1, videoPid: -1, videoType: 0, read }

  function read(pid: number, payload: Buffer): boolean {
    const section = payload.subarray(1 + (payload[0] ?? 0))
    if (section.length < 12) return false
    const end = Math.min(3 + (section.readUInt16BE(1) & 0xfff) - 4, section.length)
    const text = section.toString('latin1', 0, Math.max(end, 0))
    if (known.get(pid) === text) return false
    known.set(pid, text)
    if (pid === 0) readPrograms(section, end)
    else readStreams(section, end)
    return true
  }

  function readPrograms(section: Buffer, end: number) {
    for (let at = 8; at + 4 <= end; at += 4) {
      if (section.readUInt16BE(at) === 0) continue
      tables.pmtPid = section.readUInt16BE(at + 2) & 0x1fff
      return
    }
  }

  function readStreams(section: Buffer, end: number) {
    for (let at = 12 + (section.readUInt16BE(10) & 0xfff); at + 5 <= end; ) {
      const type = section[at] ?? 0
      if (videoTypes.has(type)) {
        tables.videoPid = section.readUInt16BE(at + 1) & 0x1fff
        tables.videoType = type
        return
      }
      at += 5 + (section.readUInt16BE(at + 3) & 0xfff)
    }
  }
  return tables
}

const videoTypes = new Set([0x01, 0x02, 0x1b, 0x24])

function addSize(sizes: TsSize[], { data, pos }: UnitHead, type: number) {
  const head = Buffer.concat(data)
  const times = pesTimes(head, 0)
  const size = times && parameterSize(head, type)
  if (!size) return
  const last = sizes.at(-1)
  if (last?.width === size.width && last.height === size.height) return
  sizes.push({ ...size, pos, ptsMs: times.ptsMs })
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
