import { execFileSync } from 'node:child_process'
import { pinyin } from 'pinyin-pro'
import type { Show, Voice } from './show.ts'

export const sampleRate = 22_050
const leadInSeconds = 1.2
const leadOutSeconds = 2

/** Where one line of a show lies on the recording's clock. */
export interface Spoken {
  readonly startMs: number
  readonly endMs: number
}

/** Speaks a whole show: 16-bit mono samples at `sampleRate`, and the times of each line, measured on the samples. */
export function speak(show: Show): { samples: Int16Array; times: readonly Spoken[] } {
  const pieces: Int16Array[] = [silence(leadInSeconds)]
  const times: Spoken[] = []
  let at = leadInSeconds * sampleRate
  for (const [index, line] of show.lines.entries()) {
    const previous = show.lines[index - 1]
    if (previous) {
      const gap = silence(previous.by === line.by ? 0.45 : 0.7)
      pieces.push(gap)
      at += gap.length
    }
    const voice = show.voices[line.by]
    const words = trim(synthesise(line.text, voice)).map((value) => value * voice.gain)
    times.push({ startMs: toMs(at), endMs: toMs(at + words.length) })
    pieces.push(words)
    at += words.length
  }
  pieces.push(silence(leadOutSeconds))
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let offset = 0
  for (const piece of pieces) {
    samples.set(piece, offset)
    offset += piece.length
  }
  return { samples, times }
}

/**
 * Hanzi as numbered pinyin: polyphones are decided here, by words, because the voice decides them by character,
 * and Debian 12's plain `cmn` voice reads tone numbers aloud in English.
 */
export function toPinyin(text: string): string {
  return pinyin(text, { toneType: 'num', v: true, nonZh: 'consecutive' })
    .replace(/([a-z])0\b/g, '$15')
    .replace(/\s*[，、；：]\s*/g, ', ')
    .replace(/\s*[。！]\s*/g, '. ')
    .replace(/\s*？\s*/g, '? ')
    .trim()
}

/** Samples as a WAV file (RIFF, PCM, 16-bit mono). */
export function toWav(samples: Int16Array): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + data.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(data.length, 40)
  return Buffer.concat([header, data])
}

function synthesise(text: string, voice: Voice): Int16Array {
  const wav = execFileSync(
    'espeak-ng',
    [
      ['-v', `cmn-latn-pinyin+${voice.variant}`],
      ['-s', String(voice.speed)],
      ['-p', String(voice.pitch)],
      ['--stdout', toPinyin(text)],
    ].flat(),
    { maxBuffer: 64 << 20 },
  )
  const data = wav.indexOf('data') + 8
  const count = (wav.length - data) >> 1
  return Int16Array.from({ length: count }, (_, index) => wav.readInt16LE(data + index * 2))
}

function trim(samples: Int16Array): Int16Array {
  const audible = (value: number) => Math.abs(value) > 130
  const first = samples.findIndex(audible)
  const last = samples.findLastIndex(audible)
  if (first === -1) throw new Error('espeak-ng gave nothing but silence')
  return samples.slice(first, last + 1)
}

function silence(seconds: number): Int16Array {
  return new Int16Array(Math.round(seconds * sampleRate))
}

function toMs(samples: number): number {
  return Math.round((samples * 1000) / sampleRate)
}
