import { sampleRate } from './wav.ts'

/** From, to; milliseconds. */
export type Stretch = readonly [startMs: number, endMs: number]

/**
 * A stretch of audio worth sending to an engine, cut where nobody speaks. Times are the recording's own. Where there was
 * no such place it overlaps the next one (`joined` takes out what was heard twice).
 */
export interface Piece {
  readonly startMs: number
  readonly endMs: number
  readonly samples: Int16Array
  /** Where in it somebody speaks, or, by level alone, is louder than the room's noise; on the recording's clock. */
  readonly speech: readonly Stretch[]
}

const frameMs = 10
const frameSamples = (sampleRate * frameMs) / 1000

/** Whisper's window is 30 s, and servers that cut longer audio themselves drift; two seconds are kept in hand. */
const maxFrames = 2800
/** A pause this long ends a piece: silence is what engines invent words over. */
const partFrames = 150
/** A piece that must be cut is not cut before this, lest engines lose their context. */
const minFrames = 800
/** Where nothing is quiet, the cut falls in the last eight seconds. */
const lateFrames = 2000
const padFrames = 20
/** Voice activity is told somewhat late where a soft voice begins. */
const voicePadFrames = 30
/** Half of what two pieces share where the cut falls into speech. */
const overlapFrames = 60
/** Shorter than the shortest syllable: a click. */
const clickFrames = 6
const breathFrames = 30

/**
 * Cuts 16 kHz mono PCM into pieces of at most 28 s at pauses, leaving silence out: what is outside `voices` where voice
 * activity was detected, else what is not louder than the room. Needs memory for one piece only; the cuts depend on the
 * audio alone, not on how it arrives, so that a later attempt finds the same pieces.
 */
export async function* cutPieces(
  audio: AsyncIterable<Int16Array> | Iterable<Int16Array>,
  voices?: readonly Stretch[],
): AsyncGenerator<Piece> {
  const held = new Int16Array(maxFrames * frameSamples)
  const levels: number[] = []
  let length = 0
  let firstFrame = 0

  function take(final: boolean): Piece | undefined {
    const spoken = voices && voicesIn(voices, firstFrame, levels.length)
    const plan = planCut(levels, final, spoken)
    const piece = plan.piece && toPiece(plan.piece, firstFrame, held, length)
    const dropped = Math.min(plan.drop * frameSamples, length)
    held.copyWithin(0, dropped, length)
    length -= dropped
    levels.splice(0, plan.drop)
    firstFrame += plan.drop
    return piece
  }

  for await (const chunk of audio) {
    for (let read = 0; read < chunk.length; ) {
      const part = chunk.subarray(read, read + held.length - length)
      held.set(part, length)
      length += part.length
      read += part.length
      measure(held, length, levels)
      if (length < held.length) continue
      const piece = take(false)
      if (piece) yield piece
    }
  }
  if (length > levels.length * frameSamples) {
    levels.push(level(held.subarray(levels.length * frameSamples, length)))
  }
  while (levels.length > 0) {
    const piece = take(true)
    if (piece) yield piece
  }
}

interface Plan {
  /** Frames of the piece within the held audio, and where they are loud; none when only silence can go. */
  readonly piece?: {
    readonly from: number
    readonly to: number
    readonly speech: readonly Stretch[]
  }
  readonly drop: number
}

/** What to do with the held frames, by their levels in dBFS. Pure; always drops at least one frame. */
function planCut(levels: readonly number[], final: boolean, voices?: readonly Stretch[]): Plan {
  const regions = voices ?? loudRegions(levels, quietLevel(levels))
  const pad = voices ? voicePadFrames : padFrames
  const first = regions[0]
  if (!first) return { drop: final ? levels.length : Math.max(1, levels.length - pad) }
  const from = Math.max(0, first[0] - pad)
  // Silence ahead goes first, so that the piece may use the whole window.
  if (from > 0 && !final) return { drop: from }

  let count = 1
  while (count < regions.length && gapAfter(regions, count - 1) < partFrames) count++
  const group = regions.slice(0, count)
  const ends = group.at(-1)?.[1] ?? first[1]
  const over = final || count < regions.length || levels.length - ends >= partFrames
  if (over) {
    const to = Math.min(levels.length, ends + pad)
    return { piece: { from, to, speech: group }, drop: to }
  }
  const pause = pauseIn(group, from)
  if (pause !== undefined) return { piece: until(group, from, pause), drop: pause }
  const cut = quietest(levels, from + lateFrames)
  return { piece: until(group, from, cut + overlapFrames), drop: cut - overlapFrames }
}

function until(group: readonly Stretch[], from: number, to: number): NonNullable<Plan['piece']> {
  const speech = group
    .filter(([start]) => start < to)
    .map(([start, end]): Stretch => [start, Math.min(end, to)])
  return { from, to, speech }
}

/** The parts of stretches in milliseconds that lie in `count` frames from `firstFrame` on, in frames from there. */
function voicesIn(voices: readonly Stretch[], firstFrame: number, count: number): Stretch[] {
  const frame = (ms: number) => Math.min(count, Math.max(0, Math.round(ms / frameMs) - firstFrame))
  return voices
    .map(([from, to]): Stretch => [frame(from), frame(to)])
    .filter(([from, to]) => to > from)
}

/**
 * Below this is silence. Nine dB over the quietest tenth, but never so high that a noisy hall's speech falls
 * under it, nor so low that a digital silence makes hiss loud.
 */
function quietLevel(levels: readonly number[]): number {
  const sorted = Float32Array.from(levels).sort()
  const floor = sorted[Math.floor(sorted.length / 10)] ?? -100
  return Math.min(-45, Math.max(-65, floor + 9))
}

function loudRegions(levels: readonly number[], quiet: number): Stretch[] {
  const regions: { from: number; to: number; loud: number }[] = []
  for (const [i, db] of levels.entries()) {
    if (db < quiet) continue
    const last = regions.at(-1)
    if (last && i - last.to < breathFrames) {
      last.to = i + 1
      last.loud++
    } else regions.push({ from: i, to: i + 1, loud: 1 })
  }
  return regions
    .filter((r) => r.loud >= clickFrames || r.from === 0 || r.to === levels.length)
    .map((r) => [r.from, r.to])
}

function gapAfter(regions: readonly Stretch[], i: number): number {
  return (regions[i + 1]?.[0] ?? Infinity) - (regions[i]?.[1] ?? 0)
}

/** The middle of the longest pause that leaves a fair piece before it. */
function pauseIn(group: readonly Stretch[], from: number): number | undefined {
  let best: { gap: number; at: number } | undefined
  for (const [i, [, end]] of group.slice(0, -1).entries()) {
    const gap = gapAfter(group, i)
    if (end - from < minFrames || (best && gap < best.gap)) continue
    best = { gap, at: end + Math.floor(gap / 2) }
  }
  return best?.at
}

/** The quietest frame of the quietest 50 ms: between two syllables rather than in one. */
function quietest(levels: readonly number[], from: number): number {
  const width = 5
  let best = { power: Infinity, at: levels.length }
  for (let at = from; at + width <= levels.length - overlapFrames; at++) {
    const window = levels.slice(at, at + width)
    const power = window.reduce((sum, db) => sum + 10 ** (db / 10), 0)
    if (power < best.power) best = { power, at: at + window.indexOf(Math.min(...window)) }
  }
  return best.at
}

function toPiece(
  cut: NonNullable<Plan['piece']>,
  firstFrame: number,
  held: Int16Array,
  length: number,
): Piece {
  const ms = (frame: number) => (firstFrame + frame) * frameMs
  const end = Math.min(cut.to * frameSamples, length)
  return {
    startMs: ms(cut.from),
    endMs: ms(cut.to),
    samples: held.slice(cut.from * frameSamples, end),
    speech: cut.speech.map(([from, to]): Stretch => [ms(from), ms(to)]),
  }
}

function measure(held: Int16Array, length: number, levels: number[]): void {
  for (let at = levels.length * frameSamples; at + frameSamples <= length; at += frameSamples) {
    levels.push(level(held.subarray(at, at + frameSamples)))
  }
}

/** dBFS of the samples about their mean: a microphone's constant offset is not a sound. */
function level(samples: Int16Array): number {
  let sum = 0
  let squares = 0
  for (const sample of samples) {
    sum += sample
    squares += sample * sample
  }
  const power = squares / samples.length - (sum / samples.length) ** 2
  return power < 1e-3 ? -100 : 10 * Math.log10(power / 32_768 ** 2)
}
