import type { Heard } from './heard/answer.ts'
import { sentencesOf, shifted } from './heard/timing.ts'
import { joined } from './join.ts'
import { cutPieces, type Piece, type Stretch } from './pieces.ts'
import type { HeardPiece, Transcriber } from './transcriber.ts'
import { readWav } from './wav.ts'

/** Where somebody speaks in a wav file; null where that cannot be found out on this machine. */
export type SpeechFinder = (wavPath: string, signal: AbortSignal) => Promise<Stretch[] | null>

/** An engine that hears one piece of audio at a time. */
export interface Ear {
  readonly engine: string
  version(): Promise<string>
  hear(
    piece: Piece,
    signal: AbortSignal,
  ): Promise<{ readonly heard: Heard; readonly cpuMs?: number }>
  /** Pieces at a time. */
  readonly concurrency: number
  /** False while the first piece has still to find out what the engine can do; then it goes alone. */
  readonly known?: () => boolean
  /** A failure that is this piece's own, in words for the ledger; undefined when the engine as a whole failed. */
  readonly pieceFault?: (cause: unknown) => string | undefined
}

/** So many pieces in a row are no piece's own fault any more. */
const maxFaultsInRow = 3

/**
 * A transcriber that cuts the audio itself, where voice activity says that nobody speaks (by level alone without
 * `findSpeech`), and gives the pieces to `ear`. Nothing is retried here; finished pieces are told of before a failure.
 */
export function byPieces(ear: Ear, findSpeech?: SpeechFinder): Transcriber {
  return {
    engine: ear.engine,
    version: ear.version,
    async transcribe(wavPath, { signal, onPiece, resume = [] }) {
      // A model that cannot be used is told before anything is listened to.
      await ear.version()
      const before = new Map(resume.map((piece) => [`${piece.startMs}-${piece.endMs}`, piece]))
      const voices = (await findSpeech?.(wavPath, signal)) ?? undefined
      const cut = cutPieces(readWav(wavPath, signal), voices)
      const pieces: HeardPiece[] = []
      let stopped = false
      let faults = 0

      async function hear(piece: Piece): Promise<HeardPiece> {
        const began = performance.now()
        const { startMs, endMs } = piece
        const speechMs = piece.speech.reduce((sum, [from, to]) => sum + to - from, 0)
        const base = () => ({
          startMs,
          endMs,
          speechMs,
          tookMs: Math.round(performance.now() - began),
        })
        try {
          const { heard, cpuMs } = await ear.hear(piece, signal)
          faults = 0
          const cpu = cpuMs === undefined ? {} : { cpuMs: Math.round(cpuMs) }
          return { ...base(), ...cpu, sentences: said(piece, heard) }
        } catch (cause) {
          const gap = ear.pieceFault?.(cause)
          if (gap === undefined || ++faults >= maxFaultsInRow) throw cause
          return { ...base(), sentences: [], gap }
        }
      }

      /** Hears the next piece; false when there is none, or another one failed. */
      async function step(): Promise<boolean> {
        signal.throwIfAborted()
        const { value: piece, done } = await cut.next()
        if (done || stopped) return false
        const earlier = before.get(`${piece.startMs}-${piece.endMs}`)
        const heard = earlier ?? (await hear(piece))
        pieces.push(heard)
        if (!earlier) await onPiece?.(heard)
        return true
      }

      async function work(): Promise<void> {
        try {
          while (!stopped && (await step()));
        } catch (cause) {
          // The others finish what they have begun: it is told of, and need not be asked again.
          stopped = true
          throw cause
        }
      }

      try {
        while (ear.known?.() === false && (await step()));
        const workers = Array.from({ length: Math.max(1, ear.concurrency) }, work)
        const failed = (await Promise.allSettled(workers)).find((w) => w.status === 'rejected')
        if (failed) throw failed.reason
      } finally {
        await cut.return(undefined)
      }
      pieces.sort((a, b) => a.startMs - b.startMs)
      return { sentences: joined(pieces), pieces }
    },
  }
}

function said({ startMs, endMs, speech }: Piece, heard: Heard) {
  const span = {
    endMs: endMs - startMs,
    speech: speech.map(([from, to]): Stretch => [from - startMs, to - startMs]),
  }
  return sentencesOf(heard, span).map((sentence) => shifted(sentence, startMs))
}
