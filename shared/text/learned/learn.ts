import type { Features } from './features.ts'
import type { Model, Told } from './model.ts'
import { softmax } from './softmax.ts'
import { WeightsOf } from './weights.ts'

/** A text to learn from: its features and the kind of every folded unit. */
export interface Lesson {
  readonly features: Features
  readonly kinds: Uint8Array
  /** How much it counts beside others. */
  readonly weight: number
  /** Whether something is known of a unit; of a judged quote only the judged words are. */
  readonly isKnown: (unit: number) => boolean
}

const epochs = 4
const rate = 0.02
const decay = 1e-4
/** A feature seen in fewer texts says nothing of other texts. */
const minTexts = 3
/** Errors smaller than this are left alone, which keeps most weights at nothing and the work small. */
const tolerance = 0.003
const maxStep = 127

/**
 * Multinomial logistic regression by AdaGrad (Duchi et al. 2011) over the lessons in the order given; no randomness
 * and no function whose last bit an engine may choose, so that equal lessons give an equal model, bit for bit.
 */
export function learn(lessons: readonly Lesson[], told: Told): Model {
  const keys = keysOf(lessons)
  const places = new Map(Array.from(keys, (key, place) => [key, place]))
  const size = told.kinds.length
  const weights = new Float32Array(keys.length * size)
  const squares = new Float32Array(keys.length * size).fill(0.01)
  const scores = new Float64Array(size)
  const prepared = lessons.map((lesson) => ({
    ...lesson,
    units: featuresByUnit(lesson.features, places),
  }))
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const { units, kinds: wanted, weight, isKnown } of prepared)
      for (let i = 0; i < units.length; i++)
        if (isKnown(i)) improve(units[i] ?? [], wanted[i] as number, weight)
  return pack(keys, weights, told)

  function improve(features: readonly number[], wanted: number, weight: number) {
    scores.fill(0)
    for (const f of features)
      for (let k = 0; k < size; k++)
        scores[k] = (scores[k] as number) + (weights[f * size + k] as number)
    softmax(scores)
    for (let k = 0; k < size; k++) {
      const error = ((scores[k] as number) - (k === wanted ? 1 : 0)) * weight
      if (Math.abs(error) < tolerance) continue
      for (const f of features) {
        const at = f * size + k
        const slope = error + decay * (weights[at] as number)
        squares[at] = (squares[at] as number) + slope * slope
        weights[at] = (weights[at] as number) - (rate * slope) / Math.sqrt(squares[at] as number)
      }
    }
  }
}

function keysOf(lessons: readonly Lesson[]): Uint32Array {
  const texts = new Map<number, number>()
  for (const { features } of lessons) {
    const own = new Set(features.pieces.flatMap((piece) => piece.features.map(({ key }) => key)))
    for (const key of own) texts.set(key, (texts.get(key) ?? 0) + 1)
  }
  return Uint32Array.from([...texts].filter(([, n]) => n >= minTexts).map(([key]) => key)).sort()
}

/** Places of the features that hold for each unit; of those that are not learned of nothing is said. */
function featuresByUnit(
  { folded, pieces }: Features,
  places: ReadonlyMap<number, number>,
): readonly number[][] {
  const units = Array.from({ length: folded.length }, (): number[] => [])
  for (const { key, from, to } of pieces.flatMap(({ features }) => features)) {
    const place = places.get(key)
    if (place !== undefined) for (let i = from; i < to; i++) units[i]?.push(place)
  }
  return units
}

/** Weights in steps of one 127th of the largest; those that come to nothing are left out. */
function pack(keys: Uint32Array, weights: Float32Array, told: Told): Model {
  const size = told.kinds.length
  const step = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-9) / maxStep
  const steps = weights.map((weight) => Math.round(weight / step))
  const ofFeature = (f: number) => steps.subarray(f * size, (f + 1) * size)
  const kept = Array.from(keys, (key, f) => ({ key, own: ofFeature(f) })).filter(({ own }) =>
    own.some((weight) => weight !== 0),
  )
  const all = new WeightsOf(kept.length, kept.length * size)
  for (const { key, own } of kept) {
    all.begin(key)
    own.forEach((weight, kind) => {
      if (weight !== 0) all.add(kind, weight)
    })
  }
  return { ...told, step, ...all.laid() }
}
