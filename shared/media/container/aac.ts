/** How AAC sound is sampled; a frame is 1024 samples at the core rate. */
export interface AacFormat {
  readonly sampleRate: number
  readonly channels: number
}

const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
  7350,
]

/** Core rate and channels of an AudioSpecificConfig (ISO 14496-3 1.6.2.1). */
export function aacFormat(config: Buffer): AacFormat {
  if (config.length < 2) return { sampleRate: 44_100, channels: 2 }
  const bits = config.readUInt16BE(0)
  const index = (bits >> 7) & 15
  if (index === 15 && config.length >= 5) {
    return { sampleRate: (config.readUInt32BE(1) >>> 7) & 0xffffff || 44_100, channels: 2 }
  }
  return { sampleRate: rates[index] ?? 44_100, channels: channelCount((bits >> 3) & 15) }
}

/** Rate and channels of an ADTS frame (ISO 14496-3 1.A.2.2), null where none begins. */
export function adtsFormat(frame: Buffer): AacFormat | null {
  if (frame.length < 7 || (frame.readUInt16BE(0) & 0xfff6) !== 0xfff0) return null
  const sampleRate = rates[((frame[2] ?? 0) >> 2) & 15]
  const channels = (((frame[2] ?? 0) & 1) << 2) | ((frame[3] ?? 0) >> 6)
  return sampleRate ? { sampleRate, channels: channelCount(channels) } : null
}

function channelCount(configuration: number): number {
  return configuration === 7 ? 8 : configuration || 2
}
