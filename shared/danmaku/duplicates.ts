import type { Comment } from '#shared/domain/comment.ts'

/**
 * Tells repeated deliveries of one message from people who say the same thing twice. Equal ids are one message; without ids, equal
 * (millisecond, sender, text). Text alone never decides, nor does a time known only to the second.
 */
export function duplicateFilter(): (comment: Comment) => boolean {
  const seen = recentKeys()
  let toTheMillisecond = false

  return ({ kind, id, atMs, sender, text, timeGuessed }) => {
    if (atMs !== null && atMs % 1000 !== 0) toTheMillisecond = true
    if (id !== null) return seen(kind, id, '', 0)
    if (atMs === null || sender === null || !toTheMillisecond || timeGuessed) return false
    return seen(kind, sender, text, atMs)
  }
}

const firstSlots = 2 ** 14
const maxSlots = 2 ** 18

/**
 * Whether a key was met before. Repeats come after a reconnect, so within minutes: two generations of 131,000 64-bit digests
 * in flat arrays, 4 MB however long the file is, and nothing for the garbage collector.
 */
function recentKeys(): (kind: string, first: string, second: string, number: number) => boolean {
  let recent = new Uint32Array(firstSlots * 2)
  let older: typeof recent | null = null
  let count = 0

  return (kind, first, second, number) => {
    digest(kind, first, second, number)
    const low = lanes[0] ?? 0
    const high = lanes[1] ?? 0
    if (older && find(older, low, high) < 0) return true
    const place = find(recent, low, high)
    if (place < 0) return true
    recent[place] = low
    recent[place + 1] = high
    if (++count > recent.length / 4) {
      if (recent.length < maxSlots * 2) recent = doubled(recent)
      else {
        const spare = older?.fill(0) ?? new Uint32Array(maxSlots * 2)
        older = recent
        recent = spare
        count = 0
      }
    }
    return false
  }
}

function doubled(table: Uint32Array) {
  const larger = new Uint32Array(table.length * 2)
  for (let at = 0; at < table.length; at += 2) {
    const low = table[at] ?? 0
    const high = table[at + 1] ?? 0
    if (low === 0 && high === 0) continue
    const place = find(larger, low, high)
    larger[place] = low
    larger[place + 1] = high
  }
  return larger
}

/** The free place for a digest, or -1 when the table holds it. A zero pair marks a free place. */
function find(table: Uint32Array, low: number, high: number): number {
  const last = table.length - 1
  let place = (low * 2) & last
  for (;;) {
    const there = table[place]
    if (there === low && table[place + 1] === high) return -1
    if (there === 0 && table[place + 1] === 0) return place
    place = (place + 2) & last
  }
}

const lanes = new Uint32Array(2)

/** Two lanes of FNV-1a over the parts; the digest is left in `lanes` to spare an allocation for every message. */
function digest(kind: string, first: string, second: string, number: number): void {
  lanes[0] = 0x811c9dc5 ^ (number >>> 0)
  lanes[1] = 0x9747b28c ^ (number / 2 ** 32)
  mix(kind)
  mix(first)
  mix(second)
  lanes[1] = (lanes[1] ?? 0) | 1
}

function mix(part: string): void {
  let low = lanes[0] ?? 0
  let high = lanes[1] ?? 0
  for (let at = 0; at < part.length; at++) {
    const code = part.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
    high ^= high >>> 15
  }
  low = Math.imul(low ^ 0x1f, 0x01000193)
  lanes[0] = low ^ (low >>> 16)
  lanes[1] = Math.imul(high ^ part.length, 0xc2b2ae35)
}
