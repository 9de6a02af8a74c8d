import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DialectName, dialects } from '#shared/testing/asr-dialects.ts'
import {
  espeakModel,
  liveScript,
  type SyntheticRecording,
  speakScript,
} from '#shared/testing/espeak.ts'
import { startFakeAsr } from '#shared/testing/fake-asr.ts'
import { heardOf } from './local/heard.ts'
import { openRecogniser } from './local/recogniser.ts'
import { findSpeech } from './local/speech.ts'
import { measure } from './measure.ts'
import { openAiTranscriber } from './openai.ts'
import { wavBytes } from './wav.ts'

const never = new AbortController().signal
const recogniser = openRecogniser(espeakModel)

let dir = ''
let wav = ''
let live: SyntheticRecording
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-listens-'))
  wav = join(dir, 'live.wav')
  live = speakScript(liveScript)
  await writeFile(wav, wavBytes(live.samples))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** The server really listens: what it answers is what the native engine hears in the bytes it was sent. */
async function listen(samples: Int16Array) {
  const { value } = await recogniser.decode(samples, never)
  return heardOf(value, samples.length / 16).words
}

/** How far the beginning of a sentence may be off, where times are per word, per segment, or only per upload. */
const worstMs = { word: 400, segment: 1500, chunk: 4000, invented: 4000 }

test.each(Object.keys(dialects) as DialectName[])('through a server like %s', async (dialect) => {
  await using server = await startFakeAsr({ dialect, listen })
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'm', findSpeech })
  const { sentences } = await engine.transcribe(wav, { signal: never })
  const measured = measure(
    {
      text: live.lines.map(({ text }) => text).join(''),
      sentences: live.lines,
      silent: live.musicOnly,
    },
    sentences,
  )
  expect(measured.errors / measured.length).toBeLessThan(0.05)
  expect(measured.inSilence).toBe(0)
  const timing = sentences[0]?.timing ?? 'invented'
  expect(Math.max(...measured.startErrorsMs)).toBeLessThan(worstMs[timing])
})

test('a lost piece is an error of characters', async () => {
  await using server = await startFakeAsr({
    listen: async (samples, { n }) => (n === 1 ? [] : listen(samples)),
  })
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'm', findSpeech })
  const { sentences } = await engine.transcribe(wav, { signal: never })
  const text = live.lines.map((line) => line.text).join('')
  const { errors, length } = measure({ text }, sentences)
  expect(errors / length).toBeGreaterThan(0.1)
})
