/** The time stamps of one PES packet (ISO 13818-1 2.4.3.6) and where they stand. */
export interface PesTimes {
  readonly track: 'video' | 'audio'
  readonly ptsMs: number
  readonly dtsMs: number
  readonly ptsAt: number
  /** -1 where only a presentation time is written. */
  readonly dtsAt: number
}

/** Reads the time stamps of a PES packet that begins at `at`, or null when none begins there or it has none. */
export function pesTimes(data: Buffer, at: number): PesTimes | null {
  if (at + 14 > data.length || data.readUIntBE(at, 3) !== 1) return null
  const id = data[at + 3] ?? 0
  const video = id >= 0xe0 && id <= 0xef
  if (!video && !(id >= 0xc0 && id <= 0xdf) && id !== 0xbd && id !== 0xfd) return null
  const flags = (data[at + 7] ?? 0) >> 6
  if ((flags & 2) === 0) return null
  const ptsAt = at + 9
  const dtsAt = flags === 3 && at + 19 <= data.length ? at + 14 : -1
  const ptsMs = readTime(data, ptsAt)
  const dtsMs = dtsAt < 0 ? ptsMs : readTime(data, dtsAt)
  return { track: video ? 'video' : 'audio', ptsMs, dtsMs, ptsAt, dtsAt }
}

/** Rewrites them so that decoding begins at `dtsMs`; the distance to presentation stays as it was. */
export function writePesTimes(data: Buffer, times: PesTimes, dtsMs: number) {
  writeTime(data, times.ptsAt, dtsMs + times.ptsMs - times.dtsMs)
  if (times.dtsAt >= 0) writeTime(data, times.dtsAt, dtsMs)
}

/** A 33-bit time stamp spread over five bytes, in milliseconds. */
function readTime(data: Buffer, at: number): number {
  const high = ((data[at] ?? 0) >> 1) & 7
  const middle = data.readUInt16BE(at + 1) >> 1
  return (high * 2 ** 30 + middle * 2 ** 15 + (data.readUInt16BE(at + 3) >> 1)) / 90
}

function writeTime(data: Buffer, at: number, ms: number) {
  const wrapped = Math.round(ms * 90) % 2 ** 33
  const ticks = wrapped < 0 ? wrapped + 2 ** 33 : wrapped
  const high = Math.floor(ticks / 2 ** 30)
  data[at] = ((data[at] ?? 0) & 0xf0) | (high << 1) | 1
  data.writeUInt16BE((((ticks >>> 15) & 0x7fff) << 1) | 1, at + 1)
  data.writeUInt16BE(((ticks & 0x7fff) << 1) | 1, at + 3)
}

/** The program clock of a packet that begins at `at`, in milliseconds, or null where it carries none. */
export function readPcr(data: Buffer, at: number): number | null {
  const present = (data[at + 3] ?? 0) & 0x20 && (data[at + 4] ?? 0) >= 7
  if (!present || ((data[at + 5] ?? 0) & 0x10) === 0) return null
  return (data.readUInt32BE(at + 6) * 2 + ((data[at + 10] ?? 0) >> 7)) / 90
}

/** Rewrites the program clock of such a packet; its 27 MHz extension becomes 0. */
export function writePcr(data: Buffer, at: number, ms: number) {
  const wrapped = Math.round(ms * 90) % 2 ** 33
  const ticks = wrapped < 0 ? wrapped + 2 ** 33 : wrapped
  data.writeUInt32BE(Math.floor(ticks / 2), at + 6)
  data[at + 10] = ((ticks % 2) << 7) | 0x7e
  data[at + 11] = 0
}
