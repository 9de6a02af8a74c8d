import { AppError } from '#shared/errors.ts'
import type { Model, Told } from './model.ts'
import { runsByKey, type Weights, WeightsOf } from './weights.ts'

const head = 'lvbo-tagger-2\n'

/** The model as bytes: a line of JSON, then per feature its key and how many weights it has, then their kinds, then they. */
export function encodeModel({ table, runs, ...rest }: Model): Uint8Array {
  const all = runsByKey({ table, runs })
  const sizes = sizesOf({ table, runs })
  const line = new TextEncoder().encode(`${head}${JSON.stringify({ ...rest, ...sizes })}\n`)
  const bytes = new Uint8Array(line.length + sizes.features * 5 + sizes.weights * 2)
  bytes.set(line)
  const view = new DataView(bytes.buffer, line.length)
  let at = sizes.features * 5
  all.forEach(({ key, run }, f) => {
    const count = runs[run] as number
    view.setUint32(f * 4, key, true)
    view.setUint8(sizes.features * 4 + f, count)
    for (let i = 0; i < count; i++, at++) {
      view.setInt8(at, runs[run + 1 + i * 2] as number)
      view.setInt8(at + sizes.weights, runs[run + 2 + i * 2] as number)
    }
  })
  return bytes
}

/** How many features a model knows, and how many weights they have. */
export function sizesOf({ table, runs }: Weights): Record<'features' | 'weights', number> {
  const all = runsByKey({ table, runs })
  return {
    features: all.length,
    weights: all.reduce((sum, { run }) => sum + (runs[run] as number), 0),
  }
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
  const all = new WeightsOf(features, weights)
  let read = features * 5
  for (let f = 0; f < features; f++) {
    all.begin(view.getUint32(f * 4, true))
    const end = read + view.getUint8(features * 4 + f)
    for (; read < end; read++) all.add(view.getInt8(read), view.getInt8(read + weights))
  }
  return { ...rest, ...all.laid() }
}
