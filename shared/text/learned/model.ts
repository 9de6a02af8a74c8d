import { AppError } from '#shared/errors.ts'
import type { Features } from './features.ts'
import { hash } from './hash.ts'
import { softmax } from './softmax.ts'

/** A linear tagger: for every feature the weights it adds to the kinds of claim. Kind 0 is none. */
export interface Model {
  readonly kinds: readonly string[]
  /** The kinds each of our categories may be read as, first the one it stands for. */
  readonly kindsOf: Readonly<Record<string, readonly string[]>>
  /** Finds below it are not shown. */
  readonly threshold: number
  /** The rules it was learned beside, by id: what each looked for then, as a number. */
  readonly rules: Readonly<Record<string, number>>
  /** What one step of a stored weight is worth. */
  readonly step: number
  /** Numbers of features, ascending; weights of feature `f` stand at `from[f]` to `from[f + 1]`. */
  readonly keys: Uint32Array
  readonly from: Uint32Array
  readonly kind: Uint8Array
  readonly weight: Int8Array
}

const nothing = new Float64Array(0)

/** What is told of a model beside its weights. */
export type Told = Pick<Model, 'kinds' | 'kindsOf' | 'threshold' | 'rules'>

/**
 * How likely each unit of a text is of each kind, `kinds.length` numbers a unit; none for units not asked for. A feature is added where its stretch
 * begins and taken away where it ends: in whole steps, so that no sum depends on its order.
 */
export function chancesOf(
  model: Model,
  { folded: { length }, all, isAsked }: Features,
): Float64Array[] {
  const size = model.kinds.length
  const { from, kind, weight, step } = model
  const turns = new Int32Array((length + 1) * size)
  for (const { name, from: first, to } of all) {
    const place = placeOf(model, hash(name))
    if (place < 0) continue
    const end = from[place + 1] as number
    for (let i = from[place] as number; i < end; i++) {
      const k = kind[i] as number
      turns[first * size + k] = (turns[first * size + k] as number) + (weight[i] as number)
      turns[to * size + k] = (turns[to * size + k] as number) - (weight[i] as number)
    }
  }
  const steps = new Int32Array(size)
  return Array.from({ length }, (_, unit) => {
    for (let k = 0; k < size; k++)
      steps[k] = (steps[k] as number) + (turns[unit * size + k] as number)
    if (!isAsked(unit, unit + 1)) return nothing
    const scores = Float64Array.from(steps, (sum) => sum * step)
    softmax(scores)
    return scores
  })
}

/** How much a feature speaks for a kind rather than for none, in steps. */
export function liftOf(model: Model, name: string, kind: number): number {
  const place = placeOf(model, hash(name))
  let lift = 0
  if (place < 0) return lift
  for (let i = model.from[place] as number; i < (model.from[place + 1] as number); i++) {
    if (model.kind[i] === kind) lift += model.weight[i] as number
    if (model.kind[i] === 0) lift -= model.weight[i] as number
  }
  return lift
}

/** Where a feature's weights stand, by its number; -1 when the model does not know it. */
function placeOf({ keys }: Model, key: number): number {
  let low = 0
  let high = keys.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = keys[middle] as number
    if (found === key) return middle
    if (found < key) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const head = 'lvbo-tagger-2\n'

/** The model as bytes: a line of JSON, then per feature its number and how many weights it has, then the weights. */
export function encodeModel({ keys, from, kind, weight, ...rest }: Model): Uint8Array {
  const sizes = { features: keys.length, weights: weight.length }
  const line = new TextEncoder().encode(`${head}${JSON.stringify({ ...rest, ...sizes })}\n`)
  const bytes = new Uint8Array(line.length + keys.length * 5 + weight.length * 2)
  bytes.set(line)
  const view = new DataView(bytes.buffer, line.length)
  keys.forEach((key, f) => {
    view.setUint32(f * 4, key, true)
    view.setUint8(keys.length * 4 + f, (from[f + 1] as number) - (from[f] as number))
  })
  bytes.set(kind, line.length + keys.length * 5)
  bytes.set(
    new Uint8Array(weight.buffer, weight.byteOffset, weight.length),
    bytes.length - weight.length,
  )
  return bytes
}

/** Reads what `encodeModel` wrote. Throws `invalid` when it is something else or cut short. */
export function decodeModel(bytes: Uint8Array): Model {
  const second = bytes.indexOf(0x0a, head.length)
  const fault = () => new AppError('invalid', '学习模型文件损坏，请运行 npm run train 重新生成。')
  if (second < 0 || new TextDecoder().decode(bytes.subarray(0, head.length)) !== head) throw fault()
  const { features, weights, ...rest } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(head.length, second)),
  ) as Told & Record<'step' | 'features' | 'weights', number>
  const at = second + 1
  if (bytes.length !== at + features * 5 + weights * 2) throw fault()
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  const keys = new Uint32Array(features)
  const from = new Uint32Array(features + 1)
  for (let f = 0; f < features; f++) {
    keys[f] = view.getUint32(f * 4, true)
    from[f + 1] = (from[f] as number) + view.getUint8(features * 4 + f)
  }
  const kind = bytes.slice(at + features * 5, at + features * 5 + weights)
  const weight = new Int8Array(bytes.slice(at + features * 5 + weights))
  return { ...rest, keys, from, kind: new Uint8Array(kind), weight }
}
