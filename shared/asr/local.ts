import { createRequire } from 'node:module'
import { basename, resolve } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { byPieces, type SpeechFinder } from './by-pieces.ts'
import { heardOf } from './local/heard.ts'
import { openRecogniser, type RecogniserOptions } from './local/recogniser.ts'
import type { Transcriber } from './transcriber.ts'
import { sampleRate } from './wav.ts'

export interface LocalOptions extends RecogniserOptions {
  /** A folder with a SenseVoice, Paraformer, Zipformer, Whisper … model for sherpa-onnx. */
  readonly modelDir: string
  readonly findSpeech?: SpeechFinder
}

const decodesAtOnce = 2
const sherpaVersion = () =>
  String(createRequire(import.meta.url)('sherpa-onnx-node/package.json').version)

/** The offline engine: sherpa-onnx in a process of its own, with the operator's model. Nothing leaves this machine. */
export function localTranscriber(options: LocalOptions): Transcriber {
  const recogniser = openRecogniser(options.modelDir, { lanes: decodesAtOnce, ...options })
  const ear = {
    engine: `local:${basename(resolve(options.modelDir))}`,
    concurrency: decodesAtOnce,
    async version() {
      const { kind, fingerprint } = await recogniser.model()
      return `${kind} ${fingerprint}, sherpa-onnx ${sherpaVersion()}`
    },
    async hear({ samples }: { readonly samples: Int16Array }, signal: AbortSignal) {
      const { value, cpuMs } = await recogniser.decode(samples, signal)
      return { heard: heardOf(value, (samples.length * 1000) / sampleRate), cpuMs }
    },
    /** It died over this piece twice; over the next one it may not. */
    pieceFault: (cause: unknown) =>
      cause instanceof AppError && cause.code === 'unavailable' ? '转写失败' : undefined,
  }
  return byPieces(ear, options.findSpeech)
}
