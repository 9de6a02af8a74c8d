/** Chance that gives the same again for the same seed: every city of a seed is the same city. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  happens(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** One of them, each as likely as its weight. */
  weighted<T extends { readonly weight: number }>(from: readonly T[]): T
  /** A version 4 UUID made of this chance. */
  uuid(): string
}

/** Mulberry32: 32 bits of state, good enough for a demonstration, never for secrets. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const at = <T>(from: readonly T[], index: number): T => {
    const item = from[index]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return {
    next,
    int,
    happens: (probability) => next() < probability,
    pick: (from) => at(from, int(0, from.length - 1)),
    weighted(from) {
      let left = next() * from.reduce((sum, { weight }) => sum + weight, 0)
      const found = from.findIndex(({ weight }) => {
        left -= weight
        return left < 0
      })
      return at(from, found < 0 ? from.length - 1 : found)
    },
    uuid() {
      const hex = Array.from({ length: 32 }, () => int(0, 15).toString(16))
      hex[12] = '4'
      hex[16] = at(['8', '9', 'a', 'b'], int(0, 3))
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        hex.slice(12, 16),
        hex.slice(16, 20),
        hex.slice(20),
      ]
        .map((part) => part.join(''))
        .join('-')
    },
  }
}
