/** A track as Matroska describes it (RFC 9559). */
export interface MkvTrack {
  readonly kind: 'video' | 'audio'
  readonly codecId: string
  /** The decoder's settings: hvcC, avcC, av1C or AudioSpecificConfig. */
  readonly settings: Buffer
  readonly width?: number
  readonly height?: number
  readonly sampleRate?: number
  readonly channels?: number
}

export interface MkvBlock {
  readonly kind: 'video' | 'audio'
  readonly ptsMs: number
  readonly key: boolean
  readonly data: readonly Buffer[]
}

const trackNumber = { video: 1, audio: 2 } as const
const unknownSize = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
const segmentId = Buffer.from([0x18, 0x53, 0x80, 0x67])

/** Everything before the first cluster of a stream whose length nobody knows yet. */
export function mkvHead(tracks: readonly MkvTrack[]): Buffer {
  const ebml = element(0x1a45dfa3, [
    element(0x4286, [uint(1)]),
    element(0x42f7, [uint(1)]),
    element(0x42f2, [uint(4)]),
    element(0x42f3, [uint(8)]),
    element(0x4282, [Buffer.from('matroska')]),
    element(0x4287, [uint(4)]),
    element(0x4285, [uint(2)]),
  ])
  const info = element(0x1549a966, [element(0x2ad7b1, [uint(1_000_000)])])
  const entries = element(0x1654ae6b, tracks.map(trackEntry))
  return Buffer.concat([ebml, segmentId, unknownSize, info, entries])
}

function trackEntry(track: MkvTrack): Buffer {
  const { kind, codecId, settings } = track
  const number = uint(trackNumber[kind])
  const shape =
    kind === 'video'
      ? element(0xe0, [
          element(0xb0, [uint(track.width ?? 0)]),
          element(0xba, [uint(track.height ?? 0)]),
        ])
      : element(0xe1, [
          element(0xb5, [float(track.sampleRate ?? 44_100)]),
          element(0x9f, [uint(track.channels ?? 2)]),
        ])
  return element(0xae, [
    element(0xd7, [number]),
    element(0x73c5, [number]),
    element(0x83, [uint(kind === 'video' ? 1 : 2)]),
    element(0x86, [Buffer.from(codecId)]),
    ...(settings.length > 0 ? [element(0x63a2, [settings])] : []),
    shape,
  ])
}

// A block's time is a signed 16-bit distance from its cluster's.
const maxClusterMs = 30_000

/** The blocks as clusters, in the order given. */
export function mkvClusters(blocks: readonly MkvBlock[]): Buffer {
  const clusters: Buffer[] = []
  let open: { baseMs: number; blocks: Buffer[] } | null = null
  for (const block of blocks) {
    const ptsMs = Math.max(0, Math.round(block.ptsMs))
    if (!open || Math.abs(ptsMs - open.baseMs) > maxClusterMs) {
      if (open) clusters.push(cluster(open.baseMs, open.blocks))
      open = { baseMs: ptsMs, blocks: [] }
    }
    const head = Buffer.from([0x80 | trackNumber[block.kind], 0, 0, block.key ? 0x80 : 0])
    head.writeInt16BE(ptsMs - open.baseMs, 1)
    open.blocks.push(element(0xa3, [head, ...block.data]))
  }
  if (open) clusters.push(cluster(open.baseMs, open.blocks))
  return Buffer.concat(clusters)
}

function cluster(baseMs: number, blocks: readonly Buffer[]): Buffer {
  return element(0x1f43b675, [element(0xe7, [uint(baseMs)]), ...blocks])
}

function element(id: number, body: readonly Buffer[]): Buffer {
  const bytes = body.reduce((sum, part) => sum + part.length, 0)
  const size = Buffer.alloc(8)
  size.writeUInt32BE(Math.floor(bytes / 2 ** 32), 0)
  size.writeUInt32BE(bytes >>> 0, 4)
  size[0] = 1
  return Buffer.concat([bare(id), size, ...body])
}

function bare(id: number): Buffer {
  const bytes: number[] = []
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from(bytes)
}

function uint(value: number): Buffer {
  return value === 0 ? Buffer.from([0]) : bare(Math.floor(value))
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}
