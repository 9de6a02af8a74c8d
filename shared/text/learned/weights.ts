/**
 * The weights of features by their keys, laid out so that each takes two looks into memory: a table of keys, which are
 * hashes themselves, with the place of each one's run of weights, 0 where none is; and the runs, each how many weights
 * it has and then of every one the kind and the weight. Place 0 holds an empty run.
 */
export interface Weights {
  readonly table: Int32Array
  readonly runs: Int8Array
}

/** Lays out the weights of so many features, each added once. */
export class WeightsOf {
  private readonly table: Int32Array
  private readonly runs: Int8Array
  private used = 1
  private run = 0

  constructor(features: number, weights: number) {
    this.table = new Int32Array(2 * 2 ** Math.ceil(Math.log2(Math.max(1, features) * 2)))
    this.runs = new Int8Array(1 + features + weights * 2)
  }

  /** Begins a feature; its weights follow. */
  begin(key: number): void {
    const last = this.table.length / 2 - 1
    let at = key & last
    while (this.table[at * 2 + 1] !== 0) at = (at + 1) & last
    this.run = this.used++
    this.table[at * 2] = key
    this.table[at * 2 + 1] = this.run
  }

  add(kind: number, weight: number): void {
    this.runs[this.run] = (this.runs[this.run] as number) + 1
    this.runs[this.used++] = kind
    this.runs[this.used++] = weight
  }

  /** What was laid out, without the room that was left. */
  laid(): Weights {
    return { table: this.table, runs: this.runs.slice(0, this.used) }
  }
}

/** Where the run of a feature begins; 0 when it is not known. */
export function runOf({ table }: Weights, key: number): number {
  const last = table.length / 2 - 1
  const signed = key | 0
  for (let at = key & last; ; at = (at + 1) & last) {
    const run = table[at * 2 + 1] as number
    if (run === 0 || table[at * 2] === signed) return run
  }
}

/** The features by rising key, each with where its run begins. */
export function runsByKey({ table }: Weights): { readonly key: number; readonly run: number }[] {
  const out: { key: number; run: number }[] = []
  for (let at = 0; at < table.length; at += 2) {
    const run = table[at + 1] as number
    if (run > 0) out.push({ key: (table[at] as number) >>> 0, run })
  }
  return out.sort((a, b) => a.key - b.key)
}
