import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { espeakModel } from '#shared/testing/espeak.ts'
import { readModel } from './model.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-model-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** The end of an ONNX file: weights, then its metadata, a StringStringEntryProto each. */
function onnx(modelType: string): Buffer {
  const entry = (key: string, value: string) => {
    const body = Buffer.concat([
      Buffer.from([0x0a, key.length]),
      Buffer.from(key),
      Buffer.from([0x12, value.length]),
      Buffer.from(value),
    ])
    return Buffer.concat([Buffer.from([0x72, body.length]), body])
  }
  return Buffer.concat([Buffer.alloc(5000, 1), entry('model_type', modelType), entry('x', 'y')])
}

const tokens = 'a 0\n'

test.each([
  [
    'sense-voice',
    { 'model.int8.onnx': onnx('sense_voice_ctc'), 'tokens.txt': tokens },
    'senseVoice',
  ],
  ['paraformer', { 'model.onnx': onnx('paraformer'), 'tokens.txt': tokens }, 'paraformer'],
  ['zipformer-ctc', { 'model.onnx': onnx('zipformer2_ctc'), 'tokens.txt': tokens }, 'zipformerCtc'],
  ['telespeech', { 'model.onnx': onnx('telespeech_ctc'), 'tokens.txt': tokens }, 'teleSpeechCtc'],
  [
    'sherpa-onnx-zipformer-zh-2023',
    {
      'encoder-epoch-20-avg-1.onnx': 'x',
      'decoder-epoch-20-avg-1.onnx': 'x',
      'joiner-epoch-20-avg-1.onnx': 'x',
      'tokens.txt': tokens,
    },
    'transducer',
  ],
  [
    'sherpa-onnx-whisper-small',
    { 'small-encoder.onnx': 'x', 'small-decoder.onnx': 'x', 'small-tokens.txt': tokens },
    'whisper',
  ],
  [
    'renamed whisper',
    { 'encoder.onnx': onnx('whisper-small'), 'decoder.onnx': 'x', 'tokens.txt': tokens },
    'whisper',
  ],
  [
    'fire-red',
    { 'encoder.int8.onnx': onnx('fire-red-asr'), 'decoder.int8.onnx': 'x', 'tokens.txt': tokens },
    'fireRedAsr',
  ],
])('%s is known by its files', async (name, files, kind) => {
  const folder = await folderOf(name, files)
  expect(await readModel(folder)).toMatchObject({ dir: folder, kind })
})

test('quantised files are preferred, one thread is used, and Chinese is always asked for', async () => {
  const folder = await folderOf('both', {
    'model.onnx': onnx('sense_voice_ctc'),
    'model.int8.onnx': onnx('sense_voice_ctc'),
    'tokens.txt': tokens,
  })
  expect((await readModel(folder)).config).toEqual({
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: {
      senseVoice: {
        model: join(folder, 'model.int8.onnx'),
        language: 'zh',
        useInverseTextNormalization: 1,
      },
      tokens: join(folder, 'tokens.txt'),
      numThreads: 1,
      provider: 'cpu',
      debug: 0,
    },
  })
})

test('a model for streams is refused with what to use instead', async () => {
  const folder = await folderOf('sherpa-onnx-streaming-zipformer', { 'tokens.txt': tokens })
  await expect(readModel(folder)).rejects.toThrow('非流式')
})

test('another file is another fingerprint, another place is not', async () => {
  const files = { 'model.onnx': onnx('paraformer'), 'tokens.txt': tokens }
  const [one, same, other] = await Promise.all([
    readModel(await folderOf('one', files)),
    readModel(await folderOf('same', files)),
    readModel(await folderOf('other', { ...files, 'tokens.txt': 'b 0\n' })),
  ])
  expect(same?.fingerprint).toBe(one?.fingerprint)
  expect(other?.fingerprint).not.toBe(one?.fingerprint)
  expect((await readModel(espeakModel)).kind).toBe('zipformerCtc')
})

async function folderOf(name: string, files: Readonly<Record<string, string | Buffer>>) {
  const folder = join(dir, name)
  await mkdir(folder)
  for (const [file, words] of Object.entries(files)) await writeFile(join(folder, file), words)
  return folder
}
