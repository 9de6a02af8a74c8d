import type { SpeechFinder } from '#shared/asr/by-pieces.ts'
import { findSpeech } from '#shared/asr/local/speech.ts'
import { localTranscriber } from '#shared/asr/local.ts'
import { openAiTranscriber } from '#shared/asr/openai.ts'
import type { Transcriber } from '#shared/asr/transcriber.ts'
import type { Config } from '#shared/config/env.ts'

export interface Engines {
  /** What recordings without captions are heard by; null when nothing is set up. */
  readonly transcriber: Transcriber | null
  /** All that is set up, by the name a person may ask for. */
  readonly engines: Readonly<Partial<Record<'openai' | 'local', Transcriber>>>
}

/** The speech engines of the settings. A server, where there is one, comes before the model on this machine. */
export function enginesOf(config: Config): Engines {
  const { ASR_URL, ASR_KEY, ASR_MODEL, ASR_CONCURRENCY, ASR_MODEL_DIR, ASR_VAD_MODEL } = config
  const voices: SpeechFinder = (wavPath, signal) =>
    findSpeech(wavPath, signal, ASR_VAD_MODEL || undefined)
  const openai = ASR_URL
    ? openAiTranscriber({
        ...{ baseUrl: ASR_URL, key: ASR_KEY, model: ASR_MODEL, concurrency: ASR_CONCURRENCY },
        findSpeech: voices,
      })
    : undefined
  const local = ASR_MODEL_DIR
    ? localTranscriber({ modelDir: ASR_MODEL_DIR, findSpeech: voices })
    : undefined
  return {
    transcriber: openai ?? local ?? null,
    engines: { ...(openai && { openai }), ...(local && { local }) },
  }
}
