/** A sentence somebody says, beginning at `startMs`; signs and spaces are not pronounced. */
export interface Line {
  readonly startMs: number
  readonly text: string
}

/** One syllable that was heard. */
export interface Syllable {
  readonly text: string
  readonly startMs: number
  readonly endMs: number
}

const rate = 16_000
const syllableMs = 160
const chordMs = 140
const rampMs = 5
const amplitude = 4000
const lowestHz = 400
const stepHz = 100

/** When the last syllable of a line ends. */
export function lineEndMs(line: Line): number {
  return line.startMs + pronounced(line.text).length * syllableMs - (syllableMs - chordMs)
}

/**
 * Speech for machines, 16 kHz mono: every UTF-16 unit is a chord of four tones, one per hexadecimal digit, 160
 * ms long. Whoever hears the samples hears the very text and its times, so that an answer from them is never
 * canned: a lost, doubled or shifted piece of audio shows as an error of characters or of time.
 */
export function toneSpeech(lines: readonly Line[], durationMs: number): Int16Array {
  const samples = new Int16Array((durationMs * rate) / 1000)
  for (const line of lines) {
    for (const [i, unit] of pronounced(line.text).entries()) {
      sing(samples, line.startMs + i * syllableMs, chordOf(unit))
    }
  }
  return samples
}

/**
 * The syllables in these samples, in order. Half a syllable at a cut is still heard; noise below -40 dBFS is
 * not.
 */
export function hearTones(samples: Int16Array): Syllable[] {
  const hop = (rate * 5) / 1000
  const syllables: Syllable[] = []
  let from = -1
  for (let at = 0; at <= samples.length; at += hop) {
    const loud = at < samples.length && isLoud(samples.subarray(at, at + hop))
    if (loud && from < 0) from = at
    if (loud || from < 0) continue
    const ms = (sample: number) => (sample * 1000) / rate
    if (ms(at - from) >= chordMs / 2) {
      const middle = from + (at - from) / 2
      const window = samples.subarray(
        Math.round(middle - rate * 0.03),
        Math.round(middle + rate * 0.03),
      )
      syllables.push({ text: readChord(window), startMs: ms(from), endMs: ms(at) })
    }
    from = -1
  }
  return syllables
}

function pronounced(text: string): string[] {
  return text.split('').filter((unit) => /[\p{L}\p{N}]/u.test(unit))
}

function chordOf(unit: string): number[] {
  const code = unit.charCodeAt(0)
  return [0, 1, 2, 3].map((digit) => hz(digit, (code >> (digit * 4)) & 15))
}

function hz(digit: number, value: number): number {
  return lowestHz + (digit * 16 + value) * stepHz
}

function sing(samples: Int16Array, startMs: number, chord: readonly number[]): void {
  const length = (chordMs * rate) / 1000
  const ramp = (rampMs * rate) / 1000
  const first = Math.round((startMs * rate) / 1000)
  for (let i = 0; i < length && first + i < samples.length; i++) {
    const gain = amplitude * Math.min(1, i / ramp, (length - i) / ramp)
    const wave = chord.reduce((sum, f, k) => sum + Math.sin((2 * Math.PI * f * i) / rate + k), 0)
    samples[first + i] = (samples[first + i] ?? 0) + Math.round(gain * wave)
  }
}

function isLoud(samples: Int16Array): boolean {
  return samples.reduce((sum, x) => sum + x * x, 0) / samples.length > 327 ** 2
}

function readChord(window: Int16Array): string {
  const code = [0, 1, 2, 3].reduce((sum, digit) => {
    const powers = Array.from({ length: 16 }, (_, value) => goertzel(window, hz(digit, value)))
    return sum | (powers.indexOf(Math.max(...powers)) << (digit * 4))
  }, 0)
  return String.fromCharCode(code)
}

/** Power of one frequency in the samples (Goertzel). */
function goertzel(samples: Int16Array, frequency: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * frequency) / rate)
  let before = 0
  let last = 0
  for (const sample of samples) {
    const next = sample + factor * last - before
    before = last
    last = next
  }
  return last * last + before * before - factor * last * before
}
