import type { Spacing } from '../source.ts'

export const tsPacketBytes = 188
const sync = 0x47

/** Offset of the first of three packets in a row (ISO 13818-1 2.4.3), or -1: a file may begin inside a packet. */
export function findTsSync(buffer: Buffer, from: number, stride = tsPacketBytes): number {
  const last = buffer.length - 2 * stride - 1
  for (
    let at = buffer.indexOf(sync, from);
    at >= 0 && at <= last;
    at = buffer.indexOf(sync, at + 1)
  ) {
    if (buffer[at + stride] === sync && buffer[at + 2 * stride] === sync) return at
  }
  return -1
}

/** Cameras and disc recorders put a clock before each packet (M2TS), receivers parity behind it. */
const wideStrides = [192, 204]

/** How the packets lie in a file that begins so: null side by side, undefined where there are none. */
export function tsSpacing(head: Buffer): Spacing | null | undefined {
  const side = findTsSync(head, 0)
  const wide = wideStrides
    .map((stride) => ({ stride, first: findTsSync(head, 0, stride), packetBytes: tsPacketBytes }))
    .filter(({ first }) => first >= 0)
    .sort((a, b) => a.first - b.first)[0]
  if (side >= 0 && (!wide || side <= wide.first)) return null
  return wide
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

/** Where a packet's payload begins, behind its adaptation field. */
export function payloadStart(data: Buffer, at: number): number {
  const control = (data[at + 3] ?? 0) & 0x30
  if (control === 0x10) return at + 4
  if (control !== 0x30) return at + tsPacketBytes
  return Math.min(at + 5 + (data[at + 4] ?? 0), at + tsPacketBytes)
}

/** Follows the program tables to the first video and AAC streams (ISO 13818-1 2.4.4); `read` tells whether a table is new. */
export function programTables() {
  const known = new Map<number, string>()
  const tables = { pmtPid: -1, videoPid: -1, videoType: 0, aacPid: -1, read }

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
    let [videoPid, aacPid] = [-1, -1]
    for (let at = 12 + (section.readUInt16BE(10) & 0xfff); at + 5 <= end; ) {
      const type = section[at] ?? 0
      const pid = section.readUInt16BE(at + 1) & 0x1fff
      if (videoPid < 0 && videoTypes.has(type)) {
        videoPid = pid
        tables.videoType = type
      }
      if (aacPid < 0 && type === 0x0f) aacPid = pid
      at += 5 + (section.readUInt16BE(at + 3) & 0xfff)
    }
    tables.videoPid = videoPid
    tables.aacPid = aacPid
  }
  return tables
}

const videoTypes = new Set([0x01, 0x02, 0x1b, 0x24])
