/** A picture's size as its decoder will show it. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Size from an H.264 sequence parameter set without its start code (ITU-T H.264 7.3.2.1.1), or null when it is broken. */
export function h264Size(nal: Buffer): PictureSize | null {
  const bits = reader(nal, 1)
  const profile = bits.u(8)
  bits.skip(16)
  bits.ue()
  let chroma = 1
  if (highProfiles.has(profile)) {
    chroma = bits.ue()
    if (chroma === 3) bits.skip(1)
    bits.ue()
    bits.ue()
    bits.skip(1)
    if (bits.u(1)) for (let i = 0; i < (chroma === 3 ? 12 : 8); i += 1) skipScaling(bits, i)
  }
  bits.ue()
  const order = bits.ue()
  if (order === 0) bits.ue()
  if (order === 1) {
    bits.skip(1)
    bits.ue()
    bits.ue()
    for (let n = Math.min(bits.ue(), 255); n > 0; n -= 1) bits.ue()
  }
  bits.ue()
  bits.skip(1)
  const width = (bits.ue() + 1) * 16
  const mapUnits = bits.ue() + 1
  const frames = bits.u(1)
  if (!frames) bits.skip(1)
  bits.skip(1)
  const height = mapUnits * 16 * (2 - frames)
  const cropX = chroma === 1 || chroma === 2 ? 2 : 1
  const cropY = (chroma === 1 ? 2 : 1) * (2 - frames)
  return cropped(bits, width, height, cropX, cropY)
}

const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

function skipScaling(bits: Bits, list: number) {
  if (!bits.u(1)) return
  let [last, next] = [8, 8]
  for (let i = 0; i < (list < 6 ? 16 : 64); i += 1) {
    if (next !== 0) next = (last + bits.se() + 256) % 256
    if (next !== 0) last = next
  }
}

/** Size from an HEVC sequence parameter set without its start code (ITU-T H.265 7.3.2.2.1), or null when it is broken. */
export function hevcSize(nal: Buffer): PictureSize | null {
  const bits = reader(nal, 2)
  bits.skip(4)
  const subLayers = bits.u(3)
  bits.skip(1 + 88 + 8)
  const present = Array.from({ length: subLayers }, () => [bits.u(1), bits.u(1)])
  if (subLayers > 0) bits.skip(2 * (8 - subLayers))
  for (const [profile, level] of present) bits.skip((profile ? 88 : 0) + (level ? 8 : 0))
  bits.ue()
  const chroma = bits.ue()
  if (chroma === 3) bits.skip(1)
  const width = bits.ue()
  const height = bits.ue()
  return cropped(bits, width, height, chroma === 1 || chroma === 2 ? 2 : 1, chroma === 1 ? 2 : 1)
}

function cropped(bits: Bits, width: number, height: number, cropX: number, cropY: number) {
  let size = { width, height }
  if (bits.u(1)) {
    const [left, right, top, bottom] = [bits.ue(), bits.ue(), bits.ue(), bits.ue()]
    size = { width: width - (left + right) * cropX, height: height - (top + bottom) * cropY }
  }
  const sane = size.width > 0 && size.height > 0 && size.width <= 16_384 && size.height <= 16_384
  return bits.ok() && sane ? size : null
}

type Bits = ReturnType<typeof reader>

/** Reads bits after the NAL header, without emulation prevention bytes; past the end it gives zeros and is no longer ok. */
function reader(nal: Buffer, headerBytes: number) {
  const bytes: number[] = []
  for (let i = headerBytes; i < Math.min(nal.length, 512); i += 1) {
    const byte = nal[i] ?? 0
    if (byte === 3 && nal[i - 1] === 0 && nal[i - 2] === 0) continue
    bytes.push(byte)
  }
  let at = 0
  const u = (count: number): number => {
    let value = 0
    for (let i = 0; i < count; i += 1, at += 1) {
      value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
    }
    return value
  }
  const ue = (): number => {
    let zeros = 0
    while (zeros < 32 && u(1) === 0) zeros += 1
    return 2 ** zeros - 1 + u(zeros)
  }
  const se = (): number => {
    const code = ue()
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2
  }
  const skip = (count: number) => {
    at += count
  }
  return { u, ue, se, skip, ok: () => at <= bytes.length * 8 }
}

/** Size from an AVCDecoderConfigurationRecord (ISO 14496-15 5.3.3.1). */
export function avcConfigSize(record: Buffer): PictureSize | null {
  if (record.length < 8 || ((record[5] ?? 0) & 31) === 0) return null
  const length = record.readUInt16BE(6)
  return h264Size(record.subarray(8, 8 + length))
}

/** Size from an HEVCDecoderConfigurationRecord (ISO 14496-15 8.3.3.1). */
export function hevcConfigSize(record: Buffer): PictureSize | null {
  let at = 23
  for (let arrays = record[22] ?? 0; arrays > 0 && at + 3 <= record.length; arrays -= 1) {
    const type = (record[at] ?? 0) & 63
    let count = record.readUInt16BE(at + 1)
    at += 3
    for (; count > 0 && at + 2 <= record.length; count -= 1) {
      const length = record.readUInt16BE(at)
      if (type === 33) return hevcSize(record.subarray(at + 2, at + 2 + length))
      at += 2 + length
    }
  }
  return null
}
