import { access } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { GiveUp } from '#shared/errors.ts'
import type { Stretch } from '../pieces.ts'
import { readWav, sampleRate } from '../wav.ts'
import { NativeDied, NativeRefused, startNative } from './native.ts'

const shippedVad = fileURLToPath(new URL('../models/silero_vad.onnx', import.meta.url))

const samplesPerMs = sampleRate / 1000

/**
 * Where somebody speaks in a 16 kHz mono wav file, by silero voice activity detection in a process of its own: constant
 * memory, about 13 CPU seconds an hour. Null where the native package cannot run on this machine; GiveUp for a bad model.
 */
export async function findSpeech(
  wavPath: string,
  signal: AbortSignal,
  model = shippedVad,
): Promise<Stretch[] | null> {
  return findSpeechIn(readWav(wavPath, signal), signal, model)
}

async function findSpeechIn(
  audio: AsyncIterable<Int16Array>,
  signal: AbortSignal,
  model: string,
): Promise<Stretch[] | null> {
  // The engine says nothing of a file that is not there: it finds no speech.
  await access(model).catch((cause: unknown) => {
    throw new GiveUp(`没有语音检测模型 ${model}，请检查 ASR_VAD_MODEL。`, { cause })
  })
  const native = startNative()
  const stop = () => native.kill()
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (!(await runs(native.ask('version')))) return null
    await native.ask('openVad', { config: settings(model), bufferSeconds: 60 })
    const found: Stretch[] = []
    const take = async (samples: Int16Array, last: boolean) => {
      const { value } = await native.ask<[number, number][]>('vad', { samples, last })
      for (const [from, to] of value)
        found.push([Math.floor(from / samplesPerMs), Math.ceil(to / samplesPerMs)])
    }
    for await (const samples of audio) await take(samples, false)
    await take(new Int16Array(0), true)
    return found
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof NativeDied || cause instanceof NativeRefused)
      throw new GiveUp(
        `语音检测模型 ${model} 无法使用（${cause.message}），请检查 ASR_VAD_MODEL。`,
        {
          cause,
        },
      )
    throw cause
  } finally {
    signal.removeEventListener('abort', stop)
    native.kill()
  }
}

/** Whether `findSpeech` works on this machine. Throws GiveUp for a bad model. */
export async function canFindSpeech(model = shippedVad): Promise<boolean> {
  const silence = {
    async *[Symbol.asyncIterator]() {
      yield new Int16Array(sampleRate)
    },
  }
  return (await findSpeechIn(silence, new AbortController().signal, model)) !== null
}

async function runs(version: Promise<unknown>): Promise<boolean> {
  try {
    await version
    return true
  } catch (cause) {
    if (cause instanceof NativeDied) return false
    throw cause
  }
}

/** Longest without a pause before the model itself looks for one; the cutter has the last word at 28 s. */
const settings = (model: string) => ({
  sileroVad: {
    model,
    threshold: 0.5,
    minSpeechDuration: 0.2,
    minSilenceDuration: 0.35,
    maxSpeechDuration: 25,
    windowSize: 512,
  },
  sampleRate,
  numThreads: 1,
  debug: 0,
})
