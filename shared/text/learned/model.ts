import { AppError } from '#shared/errors.ts'

/** A linear tagger: for every feature the weights it adds to the kinds of claim. Kind 0 is none. */
export interface Model {
  readonly kinds: readonly string[]
  /** The kind each of our categories stands for. */
  readonly kindOf: Readonly<Record<string, string>>
  /** Finds below it are not shown. */
  readonly threshold: number
  /** What one step of a stored weight is worth. */
  readonly step: number
  /** Numbers of features, ascending; weights of feature `f` stand at `from[f]` to `from[f + 1]`. */
  readonly keys: Uint32Array
  readonly from: Uint32Array
  readonly kind: Uint8Array
  readonly weight: Int8Array
}

/** Adds the weights of the feature at a place to the scores of the kinds. */
export function addWeights(model: Model, place: number, scores: Float64Array): void {
  if (place < 0) return
  const { from, kind, weight, step } = model
  const end = from[place + 1] as number
  for (let i = from[place] as number; i < end; i++) {
    const k = kind[i] as number
    scores[k] = (scores[k] as number) + (weight[i] as number) * step
  }
}

/** Where a feature's weights stand, by its number; -1 when the model does not know it. */
export function placeOf({ keys }: Model, key: number): number {
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

const head = 'lvbo-tagger-1\n'

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
  ) as Pick<Model, 'kinds' | 'kindOf' | 'threshold' | 'step'> &
    Record<'features' | 'weights', number>
  const at = second + 1
  if (bytes.length !== at + features * 5 + weights * 2) throw fault()
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  const from = new Uint32Array(features + 1)
  for (let f = 0; f < features; f++)
    from[f + 1] = (from[f] as number) + view.getUint8(features * 4 + f)
  return {
    ...rest,
    keys: Uint32Array.from({ length: features }, (_, f) => view.getUint32(f * 4, true)),
    from,
    kind: Uint8Array.from(bytes.subarray(at + features * 5, at + features * 5 + weights)),
    weight: Int8Array.from(bytes.subarray(at + features * 5 + weights), (b) => (b << 24) >> 24),
  }
}
