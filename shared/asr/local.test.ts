import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sentence } from '#shared/domain/sentence.ts'
import {
  espeakModel,
  liveScript,
  type SyntheticRecording,
  speakScript,
} from '#shared/testing/espeak.ts'
import { cer } from './cer.ts'
import { type Native, startNative } from './local/native.ts'
import { findSpeech } from './local/speech.ts'
import { type LocalOptions, localTranscriber } from './local.ts'
import { measure, readReferences } from './measure.ts'
import type { HeardPiece } from './transcriber.ts'
import { wavBytes } from './wav.ts'

const never = new AbortController().signal

let dir = ''
let wav = ''
let live: SyntheticRecording
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-local-'))
  wav = join(dir, 'live.wav')
  live = speakScript(liveScript)
  await writeFile(wav, wavBytes(live.samples))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const truth = () => ({
  text: live.lines.map(({ text }) => text).join(''),
  sentences: live.lines,
  silent: live.musicOnly,
})

/** Every process an engine starts, so that a test may end one. */
function counted() {
  const started: Native[] = []
  const start = () => {
    const native = startNative()
    started.push(native)
    return native
  }
  return { started, start }
}

async function hear(options: Partial<LocalOptions> = {}, path = wav) {
  const engine = localTranscriber({ modelDir: espeakModel, findSpeech, ...options })
  const told: HeardPiece[] = []
  const heard = await engine.transcribe(path, { signal: never, onPiece: (p) => void told.push(p) })
  return { ...heard, told }
}

const wordsOf = (sentences: readonly Sentence[]) => sentences.map(({ text }) => text).join('')

describe('sound through voice activity and the native engine', () => {
  test('is heard at its times, and nothing is heard in the music', async () => {
    const { sentences, pieces } = await hear()
    const { errors, length, startErrorsMs, inSilence } = measure(truth(), sentences)
    expect(length).toBe(211)
    expect(errors / length).toBeLessThan(0.05)
    expect(startErrorsMs.length).toBeGreaterThanOrEqual(11)
    expect(Math.max(...startErrorsMs)).toBeLessThan(300)
    expect(inSilence).toBe(0)
    expect(Math.max(...pieces.map((p) => p.endMs - p.startMs))).toBeLessThanOrEqual(28_000)
    for (const { text, charMs, startMs, endMs, timing, suspect } of sentences) {
      expect(timing).toBe('word')
      expect(charMs).toHaveLength(text.length)
      expect(charMs).toEqual(charMs?.toSorted((a, b) => a - b))
      expect(charMs?.[0]).toBe(startMs)
      expect(charMs?.at(-1)).toBeLessThanOrEqual(endMs)
      expect(suspect).toBeUndefined()
    }
  })

  test('every phrase a supervisor looks for stands within half a second', async () => {
    const { sentences } = await hear()
    const text = wordsOf(sentences)
    const times = sentences.flatMap(({ charMs = [] }) => charMs)
    for (const phrase of [
      '全网最低价',
      '彻底祛斑',
      '没有任何副作用',
      '一个月瘦二十斤',
      '包治百病',
    ]) {
      const line = live.lines.find((it) => it.text.includes(phrase))
      const found = times[text.indexOf(phrase)] ?? Number.NaN
      expect(found).toBeGreaterThanOrEqual((line?.startMs ?? 0) - 500)
      expect(found).toBeLessThanOrEqual((line?.endMs ?? 0) + 500)
    }
  })

  test('by level alone the music is sent along, and words come out of it', async () => {
    const voices = measure(truth(), (await hear()).sentences)
    const byLevel = localTranscriber({ modelDir: espeakModel })
    const { sentences } = await byLevel.transcribe(wav, { signal: never })
    const loud = measure(truth(), sentences)
    expect(loud.errors).toBeGreaterThan(voices.errors)
    expect(loud.inSilence).toBeGreaterThan(voices.inSilence)
  })

  test('speech without a pause is cut in the middle and joined without loss or doubling', async () => {
    const line = '这款面膜原价二百九十九现在只要九十九这款精华液是全网最低价史上最低价'
    const text = line.repeat(5)
    const long = speakScript([{ gapMs: 800, voice: 'f2', pitch: 50, wordsAMinute: 210, text }])
    const path = join(dir, 'long.wav')
    await writeFile(path, wavBytes(long.samples))
    const { sentences, pieces } = await hear({}, path)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.some((p, i) => p.startMs < (pieces[i - 1]?.endMs ?? 0))).toBe(true)
    const heard = cer(text, wordsOf(sentences))
    expect(heard).toMatchObject({ insertions: 0, deletions: 0 })
    expect(heard.rate).toBeLessThan(0.1)
  })
})

describe('the process of the engine', () => {
  test('that dies is started again, and the piece is heard all the same', async () => {
    const { started, start } = counted()
    const dying = () => {
      const native = start()
      const ask: Native['ask'] = (act, rest) => {
        const answer = native.ask<never>(act, rest)
        if (act === 'decode' && started.length === 1) native.kill()
        return answer
      }
      return {
        ...native,
        ask,
        get alive() {
          return native.alive
        },
      }
    }
    const { sentences, pieces } = await hear({ start: dying })
    expect(started).toHaveLength(2)
    expect(pieces.filter(({ gap }) => gap)).toEqual([])
    expect(wordsOf(sentences)).toContain('全网最低价')
  })

  test('that dies over one piece twice leaves a gap there and hears the others', async () => {
    const { start } = counted()
    let first: Int16Array | undefined
    const poisoned = () => {
      const native = start()
      const ask: Native['ask'] = (act, rest) => {
        const { samples } = (rest ?? {}) as { samples?: Int16Array }
        first ??= samples
        const answer = native.ask<never>(act, rest)
        if (samples && samples.length === first?.length) native.kill()
        return answer
      }
      return {
        ...native,
        ask,
        get alive() {
          return native.alive
        },
      }
    }
    const { pieces, told } = await hear({ start: poisoned, lanes: 1 })
    expect(pieces.map(({ gap }) => gap)).toEqual(['转写失败', undefined, undefined, undefined])
    expect(told).toHaveLength(4)
  })

  test('that dies over everything is the failure of the engine', async () => {
    const hopeless = () => {
      const native = startNative()
      const ask: Native['ask'] = (act, rest) => {
        const answer = native.ask<never>(act, rest)
        if (act === 'decode') native.kill()
        return answer
      }
      return {
        ...native,
        ask,
        get alive() {
          return native.alive
        },
      }
    }
    await expect(hear({ start: hopeless })).rejects.toThrow('两次中断')
  })

  test('that grows too much is replaced between two pieces', async () => {
    const { started, start } = counted()
    const { sentences } = await hear({ start, maxGrowthBytes: -1, lanes: 1 })
    expect(started.length).toBeGreaterThan(2)
    expect(started.slice(0, -1).map(({ alive }) => alive)).not.toContain(true)
    expect(wordsOf(sentences)).toContain('全网最低价')
  })

  test('is ended by an abort, which fails with its own reason', async () => {
    const { started, start } = counted()
    const stop = new AbortController()
    const engine = localTranscriber({ modelDir: espeakModel, findSpeech, start })
    const onPiece = () => stop.abort(new Error('shutting down'))
    const attempt = engine.transcribe(wav, { signal: stop.signal, onPiece })
    await expect(attempt).rejects.toThrow('shutting down')
    await expect.poll(() => started.some(({ alive }) => alive), { timeout: 10_000 }).toBe(false)
  })
})

describe('a model that cannot be used is one sentence, and this process lives', () => {
  const folder = async (name: string, files: Record<string, string | null>) => {
    const path = join(dir, name)
    await mkdir(path, { recursive: true })
    for (const [file, words] of Object.entries(files)) {
      if (words === null) await copyFile(join(espeakModel, file), join(path, file))
      else await writeFile(join(path, file), words)
    }
    return path
  }
  const config = (kind: string) =>
    JSON.stringify({ modelConfig: { [kind]: { model: 'model.onnx' }, tokens: 'tokens.txt' } })

  test.each([
    ['no folder', null, '打不开本地语音模型目录'],
    ['an empty folder', {}, '没有 tokens.txt'],
    ['no model', { 'tokens.txt': null }, '没有 .onnx 文件'],
    ['an unknown model', { 'tokens.txt': null, 'model.onnx': 'hello' }, '认不出'],
    [
      'a damaged model',
      { 'tokens.txt': null, 'model.onnx': 'hello', 'sherpa.json': config('zipformerCtc') },
      'Protobuf parsing failed',
    ],
    [
      'a model of another kind',
      { 'tokens.txt': null, 'model.onnx': null, 'sherpa.json': config('senseVoice') },
      '模型种类与识别出的不符',
    ],
    [
      'a way out of the folder',
      { 'sherpa.json': '{"modelConfig":{"zipformerCtc":{"model":"../../x.onnx"}}}' },
      '目录之外',
    ],
    ['no configuration', { 'sherpa.json': 'no' }, '请改正'],
  ] as const)('%s', async (name, files, sentence) => {
    const modelDir = files ? await folder(name, files) : join(dir, 'nowhere')
    const error = await hear({ modelDir }).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ name: 'GiveUp', message: expect.stringContaining(sentence) })
  })

  test('a damaged voice activity model', async () => {
    const model = join(dir, 'vad.onnx')
    await expect(findSpeech(wav, never, model)).rejects.toThrow('ASR_VAD_MODEL')
    await writeFile(model, 'hello')
    await expect(findSpeech(wav, never, model)).rejects.toThrow('ASR_VAD_MODEL')
  })
})

const shared = join(import.meta.dirname, '../../../shared')
const human = join(shared, 'models/fsmn-ctc-zh-tiny')
const skip = existsSync(human) ? false : 'skipped: no model'

test('people are heard by a real, tiny model', async ({ skip: leave }) => {
  if (skip) return leave(skip)
  const clips = ['aishell_BAC009S0724W0121', 'funasr_asr_example', 'funasr_sample', 'masr_test']
  const refs = readReferences(await readFile(join(shared, 'audio/zh-real/refs.json'), 'utf8'))
  let errors = 0
  let length = 0
  for (const clip of clips) {
    const path = join(shared, 'audio/zh-real', `${clip}.wav`)
    const { sentences } = await hear({ modelDir: human }, path)
    expect(wordsOf(sentences)).toMatch(/\p{Script=Han}/u)
    const measured = measure(refs(`${clip}.wav`) ?? { text: '' }, sentences)
    errors += measured.errors
    length += measured.length
  }
  expect(length).toBe(74)
  expect(errors / length).toBeLessThan(0.45)
})
