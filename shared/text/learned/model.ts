import type { Features, Piece } from './features.ts'
import { softmax } from './softmax.ts'
import { runOf, type Weights } from './weights.ts'

/** What is told of a model beside its weights. */
export interface Told {
  /** Kind 0 is none. */
  readonly kinds: readonly string[]
  /** The kinds each of our categories may be read as, first the one it stands for. */
  readonly kindsOf: Readonly<Record<string, readonly string[]>>
  /** Finds below it are not shown. */
  readonly threshold: number
  /** The rules it was learned beside, by id: what each looked for then, as a number. */
  readonly rules: Readonly<Record<string, number>>
}

/** A linear tagger: for every feature the weights it adds to the kinds of claim. */
export interface Model extends Told, Weights {
  /** What one step of a stored weight is worth. */
  readonly step: number
}

/** What `featuresOf` need not make for this model. */
export const knownTo = (model: Model) => ({ isKnown: (key: number) => runOf(model, key) > 0 })

const nothing = new Float64Array(0)

/**
 * How likely each unit of a text is of each kind, `kinds.length` numbers a unit; none for units not asked for. A feature
 * is added where its stretch begins and taken away where it ends: in whole steps, so that no sum depends on its order.
 */
export function chancesOf(model: Model, { folded, pieces }: Features): Float64Array[] {
  const chances = Array.from({ length: folded.length }, () => nothing)
  for (const piece of pieces) addChances(model, piece, chances)
  return chances
}

function addChances(model: Model, { from, to, features, isAsked }: Piece, into: Float64Array[]) {
  const size = model.kinds.length
  const { runs, step } = model
  const turns = new Int32Array((to - from + 1) * size)
  for (const feature of features) {
    const run = runOf(model, feature.key)
    if (run === 0) continue
    const last = run + (runs[run] as number) * 2
    const begins = (feature.from - from) * size
    const ends = (feature.to - from) * size
    for (let i = run + 1; i < last; i += 2) {
      const kind = runs[i] as number
      const weight = runs[i + 1] as number
      turns[begins + kind] = (turns[begins + kind] as number) + weight
      turns[ends + kind] = (turns[ends + kind] as number) - weight
    }
  }
  for (let unit = from; unit < to; unit++) {
    const at = (unit - from) * size
    if (unit > from)
      for (let k = at; k < at + size; k++)
        turns[k] = (turns[k] as number) + (turns[k - size] as number)
    if (!isAsked(unit, unit + 1)) continue
    const scores = new Float64Array(size)
    for (let k = 0; k < size; k++) scores[k] = (turns[at + k] as number) * step
    softmax(scores)
    into[unit] = scores
  }
}

/** How much a feature speaks for a kind rather than for none, in steps. */
export function liftOf(model: Model, key: number, kind: number): number {
  const { runs } = model
  const run = runOf(model, key)
  const end = run + (runs[run] as number) * 2
  let lift = 0
  for (let i = run + 1; i < end; i += 2) {
    if (runs[i] === kind) lift += runs[i + 1] as number
    if (runs[i] === 0) lift -= runs[i + 1] as number
  }
  return lift
}
