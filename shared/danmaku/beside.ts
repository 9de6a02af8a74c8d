import { basename } from 'node:path'

/** What danmaku files end in, the surest first; any of them may be packed by gzip. A bare `.ass` or `.json` may be captions: the contents decide. */
const suffixes = [
  '.danmu.jsonl',
  '.danmaku.jsonl',
  '.xml',
  '.danmaku.xml',
  '.danmu.xml',
  '.jsonl',
  '.live_chat.json',
  '.danmu.json',
  '.danmaku.json',
  '.comments.json',
  '.csv',
  '.tsv',
  '.danmaku.ass',
  '.danmu.ass',
  '.ass',
  '.json',
  '.danmu.txt',
  '.danmaku.txt',
  '.弹幕.txt',
]
const bySize = suffixes.toSorted((a, b) => b.length - a.length)

/** A recorder's danmaku may be named some seconds after its video: another connection, another clock reading. */
const nearbyMs = 60_000

/**
 * The danmaku file that belongs to a recording, out of the names in its folder; null if none does. First the same name, then the
 * name without ffmpeg's piece number (one danmaku file for all pieces), then the same room at nearly the same time.
 */
export function danmakuBeside(mediaPath: string, names: readonly string[]): string | null {
  const media = fold(basename(mediaPath)).replace(/\.(?:part|tmp)$/, '')
  const stem = media.replace(/\.[^.]{1,5}$/, '')
  const pieceless = stem.replace(/_\d{3}$/, '')
  const own = timed(stem)
  let best: { name: string; rank: number } | null = null
  for (const name of names) {
    const folded = fold(name).replace(/\.gz$/, '')
    const suffix = bySize.find((end) => folded.endsWith(end))
    if (suffix === undefined || folded === media) continue
    const bare = untagged(folded.slice(0, -suffix.length))
    const step = bare === stem || bare === media ? 0 : bare === pieceless ? 1 : near(own, bare)
    const rank = step * 1000 + suffixes.indexOf(suffix)
    if (Number.isFinite(rank) && (best === null || rank < best.rank)) best = { name, rank }
  }
  return best?.name ?? null
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Drops the words people and tools put around the video's name. */
function untagged(stem: string): string {
  return stem
    .replace(/^(?:弹幕|danmaku|danmu)[-_ .]/, '')
    .replace(/[-_ .]?(?:弹幕|danmaku|danmu|comments)$/, '')
}

interface Timed {
  readonly rest: string
  readonly room: string | null
  readonly ms: number
}

const stamp = /(20\d\d)-?(\d\d)-?(\d\d)[-_t ]+(\d\d)[-_:]?(\d\d)[-_:]?(\d\d)(?:-\d{3})?/

function timed(stem: string): Timed | null {
  const match = stamp.exec(stem)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number)
  const rest = stem.slice(0, match.index) + stem.slice(match.index + match[0].length)
  return {
    rest,
    // 录制-<room>-…, blive_<room>_…, [<room>]…(count)
    room: /^(?:录制-|blive_|\[)(\d{4,20})/.exec(rest)?.[1] ?? null,
    ms: Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second),
  }
}

/** How far another name is from the recording's: 2 and more by the seconds between them, infinite when it is not the same room. */
function near(own: Timed | null, bare: string): number {
  const other = own && timed(bare)
  if (!other) return Number.POSITIVE_INFINITY
  const same = other.rest === own.rest || (own.room !== null && other.room === own.room)
  const apart = Math.abs(other.ms - own.ms)
  return same && apart <= nearbyMs ? 2 + apart / 1000 : Number.POSITIVE_INFINITY
}
