import { boxHead, childBoxes } from './mp4.ts'

/** What a fragment's times are counted in. */
export interface Mp4Track {
  readonly track: 'video' | 'audio'
  readonly timescale: number
}

/** The tracks of an initialisation section by their id. */
export function mp4Tracks(init: Buffer): Map<number, Mp4Track> {
  const tracks = new Map<number, Mp4Track>()
  for (const moov of childBoxes(init)) {
    if (moov.type !== 'moov') continue
    for (const trak of childBoxes(moov.body)) {
      if (trak.type !== 'trak') continue
      const tkhd = find(trak.body, 'tkhd')
      const mdia = find(trak.body, 'mdia')
      const mdhd = mdia && find(mdia, 'mdhd')
      const hdlr = mdia && find(mdia, 'hdlr')
      if (!tkhd || !mdhd || !hdlr || tkhd.length < 24 || mdhd.length < 24 || hdlr.length < 12)
        continue
      const id = tkhd.readUInt32BE(tkhd[0] === 1 ? 20 : 12)
      const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12)
      const track = hdlr.toString('latin1', 8, 12) === 'soun' ? 'audio' : 'video'
      if (timescale > 0) tracks.set(id, { track, timescale })
    }
  }
  return tracks
}

function find(data: Buffer, type: string): Buffer | null {
  for (const box of childBoxes(data)) if (box.type === type) return box.body
  return null
}

/** Content milliseconds of a fragment's first sample; `pos` is the last byte of its media. */
export type FragmentClock = (place: {
  track: 'video' | 'audio'
  pos: number
  fileMs: number
}) => number

const maxMoofBytes = 16 * 1024 * 1024

/**
 * Fragments with their base times (tfdt) rewritten; boxes between them that speak of the old times are left out. `places` are
 * the byte at which the chunks begin, and the one at which what is written will stand.
 */
export async function* retimeFragments(
  chunks: AsyncIterable<Buffer>,
  places: { readonly from: number; readonly to: number },
  tracks: ReadonlyMap<number, Mp4Track>,
  clock: FragmentClock,
  untilMs: number,
): AsyncGenerator<Buffer> {
  let data: Buffer = Buffer.alloc(0)
  let { from: pos, to: written } = places
  let moof: Buffer | null = null
  let moofPos = 0
  let [pass, drop] = [0, 0]
  for await (const chunk of chunks) {
    data = data.length > 0 ? Buffer.concat([data, chunk]) : chunk
    for (;;) {
      const taken = Math.min(pass + drop, data.length)
      if (pass > 0) yield data.subarray(0, taken)
      if (pass > 0) written += taken
      if (pass > 0) pass -= taken
      else drop -= taken
      data = data.subarray(taken)
      pos += taken
      if (data.length < 16) break
      const box = boxHead(data.subarray(0, 16), Number.MAX_SAFE_INTEGER)
      if (!box || (box.type === 'moof' && box.bytes > maxMoofBytes)) return
      if (box.type === 'moof') {
        if (data.length < box.bytes) break
        moof = Buffer.from(data.subarray(0, box.bytes))
        moofPos = pos
        drop = box.bytes
      } else if (box.type === 'mdat') {
        if (moof) {
          const firstMs = retimeMoof(moof, pos + box.bytes - 1, tracks, clock)
          if (firstMs > untilMs) return
          moveBase(moof, written - moofPos)
          yield moof
          written += moof.length
        }
        moof = null
        pass = box.bytes
      } else drop = box.bytes
    }
  }
}

/** Where a fragment counts its places from the beginning of the file, that is another one now (ISO 14496-12, tfhd). */
function moveBase(moof: Buffer, by: number): void {
  for (const traf of childBoxes(moof, 8)) {
    const tfhd = traf.type === 'traf' ? find(traf.body, 'tfhd') : null
    if (!tfhd || tfhd.length < 16 || ((tfhd[3] ?? 0) & 1) === 0) continue
    const base = Number(tfhd.readBigUInt64BE(8)) + by
    tfhd.writeBigUInt64BE(BigInt(Math.max(0, base)), 8)
  }
}

/** Rewrites the base times of a fragment and gives the earliest. */
function retimeMoof(
  moof: Buffer,
  pos: number,
  tracks: ReadonlyMap<number, Mp4Track>,
  clock: FragmentClock,
): number {
  let first = Number.POSITIVE_INFINITY
  for (const traf of childBoxes(moof, 8)) {
    if (traf.type !== 'traf') continue
    const tfhd = find(traf.body, 'tfhd')
    const tfdt = find(traf.body, 'tfdt')
    const known = tfhd && tfhd.length >= 8 ? tracks.get(tfhd.readUInt32BE(4)) : undefined
    if (!known || !tfdt || tfdt.length < (tfdt[0] === 1 ? 12 : 8)) continue
    const long = tfdt[0] === 1
    const units = long ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4)
    const contentMs = clock({ track: known.track, pos, fileMs: (units * 1000) / known.timescale })
    first = Math.min(first, contentMs)
    const now = Math.max(0, Math.round((contentMs * known.timescale) / 1000))
    if (long) tfdt.writeBigUInt64BE(BigInt(now), 4)
    else tfdt.writeUInt32BE(now % 2 ** 32, 4)
  }
  return first
}
