/** Texts that are one template. */
export interface Group {
  readonly key: string
  readonly pairs: Uint32Array
  readonly bands: readonly number[]
  /** Keys found to belong to it, its own first. */
  readonly keys: Set<string>
  lastMs: number
}

/** MinHash: 8 bands of 2 find a pair of texts of similarity 0.5 in nine cases of ten, one of 0.2 in fewer than three. */
const bandCount = 8
const rows = 2
const seeds = Uint32Array.from({ length: bandCount * rows }, (_, i) => mix(i + 1))
/** Groups compared in a bucket; beyond it the oldest is forgotten there, so that the work a text makes is bounded. */
const bucketSize = 4
/** Keys of a group known by heart; further ones find it by similarity again. */
const keysKnown = 64

export interface AlikeOptions {
  /** Least Jaccard similarity. */
  readonly similarity: number
  readonly keepMs: number
  readonly max: number
  readonly onGone: (group: Group) => void
}

/**
 * Puts texts that are nearly the same into groups, by the similarity of their pairs of characters (Broder 1997), as they
 * come. Holds at most `max` groups, and none that was not added to for `keepMs`; work and memory a text makes are bounded.
 */
export class Alike {
  readonly #groups = new Set<Group>()
  readonly #byKey = new Map<string, Group>()
  readonly #buckets = new Map<number, Group[]>()
  readonly #options: AlikeOptions
  /** Texts compared with one another so far, and the most groups held at a time. */
  comparisons = 0
  peak = 0

  constructor(options: AlikeOptions) {
    this.#options = options
  }

  /** The group a text belongs to, a new one if it is like none. Times must not fall. */
  groupOf(key: string, tMs: number): Group {
    this.#forget(tMs)
    const known = this.#byKey.get(key)
    if (known) return this.#touch(known, key, tMs)
    const pairs = pairsOf(key)
    const bands = bandsOf(pairs)
    const like = this.#mostAlike(pairs, bands)
    if (like) return this.#touch(like, key, tMs)
    const group: Group = { key, pairs, bands, keys: new Set([key]), lastMs: tMs }
    for (const band of bands) {
      const bucket = this.#buckets.get(band) ?? []
      if (bucket.length >= bucketSize) bucket.shift()
      bucket.push(group)
      this.#buckets.set(band, bucket)
    }
    this.#byKey.set(key, group)
    this.#groups.add(group)
    this.peak = Math.max(this.peak, this.#groups.size)
    return group
  }

  /** Gives up all groups. */
  end(): void {
    for (const group of this.#groups) this.#drop(group)
  }

  #mostAlike(pairs: Uint32Array, bands: readonly number[]): Group | undefined {
    const tried = new Set(bands.flatMap((band) => this.#buckets.get(band) ?? []))
    let best: Group | undefined
    let most = this.#options.similarity
    for (const group of tried) {
      this.comparisons++
      const alike = jaccard(group.pairs, pairs)
      if (alike < most || (alike === most && best)) continue
      best = group
      most = alike
    }
    return best
  }

  #touch(group: Group, key: string, tMs: number): Group {
    group.lastMs = tMs
    if (group.keys.size < keysKnown) {
      group.keys.add(key)
      this.#byKey.set(key, group)
    }
    this.#groups.delete(group)
    this.#groups.add(group)
    return group
  }

  /** The groups stand in the order in which they were last added to. */
  #forget(tMs: number): void {
    const { keepMs, max } = this.#options
    for (const group of this.#groups) {
      if (group.lastMs >= tMs - keepMs && this.#groups.size < max) return
      this.#drop(group)
    }
  }

  #drop(group: Group): void {
    this.#groups.delete(group)
    for (const key of group.keys) this.#byKey.delete(key)
    for (const band of group.bands) {
      const rest = this.#buckets.get(band)?.filter((other) => other !== group) ?? []
      if (rest.length > 0) this.#buckets.set(band, rest)
      else this.#buckets.delete(band)
    }
    this.#options.onGone(group)
  }
}

/** Pairs of neighbouring characters as numbers, sorted, each once. */
export function pairsOf(key: string): Uint32Array {
  const all = new Set<number>()
  for (let i = 0; i + 1 < key.length; i++)
    all.add(((key.charCodeAt(i) << 16) | key.charCodeAt(i + 1)) >>> 0)
  return Uint32Array.from(all).sort()
}

export function jaccard(a: Uint32Array, b: Uint32Array): number {
  const common = commonOf(a, b)
  return common / Math.max(1, a.length + b.length - common)
}

/** How much of `a` is in `b`. */
export function containment(a: Uint32Array, b: Uint32Array): number {
  return commonOf(a, b) / Math.max(1, a.length)
}

function commonOf(a: Uint32Array, b: Uint32Array): number {
  let common = 0
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const [x, y] = [a[i] as number, b[k] as number]
    if (x === y) common++
    if (x <= y) i++
    if (y <= x) k++
  }
  return common
}

function bandsOf(pairs: Uint32Array): number[] {
  const least = seeds.map((seed) => {
    let min = 0xffffffff
    for (const pair of pairs) min = Math.min(min, mix(pair ^ seed))
    return min
  })
  return Array.from({ length: bandCount }, (_, band) => {
    let hash = mix(band + 0x9e37)
    for (let row = 0; row < rows; row++) hash = mix(hash ^ (least[band * rows + row] as number))
    return hash
  })
}

/** A bijection of 32 bits that looks random (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
