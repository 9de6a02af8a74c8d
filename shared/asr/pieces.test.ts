import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hearTones, type Line, lineEndMs, toneSpeech } from '#shared/testing/tone-speech.ts'
import { sentencesOf, shifted } from './heard/timing.ts'
import { joined } from './join.ts'
import { cutPieces, type Piece } from './pieces.ts'

async function cut(samples: Int16Array, chunk = samples.length): Promise<Piece[]> {
  const chunks: Int16Array[] = []
  for (let i = 0; i < samples.length; i += chunk) chunks.push(samples.subarray(i, i + chunk))
  const pieces: Piece[] = []
  for await (const piece of cutPieces(chunks)) pieces.push(piece)
  return pieces
}

/** All that a listener hears who is given the pieces one by one and takes out what two of them share. */
function heardIn(pieces: readonly Piece[]): string {
  const heard = pieces.map(({ startMs, endMs, samples }) => {
    const words = hearTones(samples)
    const utterances = [{ text: words.map((w) => w.text).join('') }]
    const sentences = sentencesOf({ words, utterances }, { endMs: endMs - startMs })
    const timed = sentences.map((sentence) => shifted(sentence, startMs))
    return { startMs, endMs, speechMs: 0, tookMs: 0, sentences: timed }
  })
  return joined(heard)
    .map(({ text }) => text)
    .join('')
}

function talk(
  texts: readonly string[],
  pauseMs: number,
  from = 500,
): { lines: Line[]; endMs: number } {
  let startMs = from
  const lines = texts.map((text) => {
    const line = { startMs, text }
    startMs = lineEndMs(line) + pauseMs
    return line
  })
  return { lines, endMs: startMs }
}

/** Even noise of about this many dBFS. */
function withNoise(samples: Int16Array, db: number): Int16Array {
  const peak = 32_768 * 10 ** (db / 20) * Math.sqrt(3)
  let seed = 7
  return samples.map((sample) => {
    seed = (seed * 48_271) % 2_147_483_647
    return sample + Math.round((seed / 2_147_483_647 - 0.5) * 2 * peak)
  })
}

const line = '这个祛斑霜三天见效彻底祛斑没有任何副作用'

describe('cutPieces', () => {
  test('leaves silence out and puts two close lines into one piece', async () => {
    const { lines, endMs } = talk([line, line], 700, 12_000)
    const pieces = await cut(toneSpeech(lines, endMs + 40_000))
    const [first, second] = lines
    if (!first || !second) throw new Error('two lines')
    expect(pieces.map(({ startMs, endMs, speech }) => ({ startMs, endMs, speech }))).toEqual([
      {
        startMs: 11_800,
        endMs: lineEndMs(second) + 200,
        speech: [
          [12_000, lineEndMs(first)],
          [second.startMs, lineEndMs(second)],
        ],
      },
    ])
    expect(heardIn(pieces)).toBe(line + line)
  })

  test('a long pause parts, and a click is nobody speaking', async () => {
    const samples = toneSpeech(
      [
        { startMs: 1000, text: line },
        { startMs: 9000, text: line },
      ],
      14_000,
    )
    samples.fill(9000, 7000 * 16, 7000 * 16 + 100)
    const pieces = await cut(samples)
    expect(pieces.map((p) => p.startMs)).toEqual([800, 8800])
  })

  test('two minutes without a pause are cut between syllables, at most 28 s each', async () => {
    const text = line.repeat(38)
    const pieces = await cut(toneSpeech([{ startMs: 0, text }], 122_000))
    expect(heardIn(pieces)).toBe(text)
    expect(pieces.length).toBeGreaterThan(4)
    for (const [i, piece] of pieces.entries()) {
      expect(piece.endMs - piece.startMs).toBeLessThanOrEqual(28_000)
      if (i > 0) expect(piece.startMs).toBe((pieces[i - 1]?.endMs ?? 0) - 1200)
    }
  })

  test('in a row of lines the cut falls into the longest pause', async () => {
    const { lines } = talk(Array(4).fill(line), 400)
    const late = talk(Array(6).fill(line), 400, (lines[3] ? lineEndMs(lines[3]) : 0) + 1000)
    const pieces = await cut(toneSpeech([...lines, ...late.lines], late.endMs))
    expect(pieces[0]?.speech).toHaveLength(4)
    expect(heardIn(pieces)).toBe(line.repeat(10))
  })

  test.each([
    ['a noisy hall', -43],
    ['an ordinary room', -55],
    ['a quiet room', -75],
  ])('%s loses nothing', async (_, db) => {
    const { lines, endMs } = talk(Array(12).fill(line), 900)
    const pieces = await cut(withNoise(toneSpeech(lines, endMs + 5000), db))
    expect(heardIn(pieces)).toBe(line.repeat(12))
  })

  test('a far voice beside a near one is kept', async () => {
    const near = toneSpeech([{ startMs: 1000, text: line }], 20_000)
    const far = toneSpeech([{ startMs: 10_000, text: line }], 20_000).map((x) => x / 30)
    const pieces = await cut(near.map((x, i) => x + (far[i] ?? 0)))
    expect(pieces.map((p) => p.speech)).toEqual([[[1000, 4180]], [[10_000, 13_180]]])
  })

  test('steady loud music is sent: whether anybody sings is for the engine to say', async () => {
    const music = Int16Array.from({ length: 16_000 * 60 }, (_, i) =>
      Math.round(3000 * Math.sin(i / 9)),
    )
    const pieces = await cut(music)
    const twice = (pieces.length - 1) * 1200 * 16
    expect(pieces.reduce((sum, p) => sum + p.samples.length, 0)).toBe(music.length + twice)
  })

  test.each([
    ['nothing at all', new Int16Array(0)],
    ['digital silence', new Int16Array(16_000 * 61)],
    ['a constant offset', new Int16Array(16_000 * 61).fill(5000)],
    ['the hiss of a microphone', withNoise(new Int16Array(16_000 * 61), -70)],
  ])('%s is no piece', async (_, samples) => {
    expect(await cut(samples)).toEqual([])
  })

  test('the cuts do not depend on how the audio arrives', async () => {
    const { lines, endMs } = talk(Array(14).fill(line), 600)
    const samples = toneSpeech(lines, endMs)
    const expected = (await cut(samples)).map(summary)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1000, max: 600_000 }), async (chunk) => {
        expect((await cut(samples, chunk)).map(summary)).toEqual(expected)
      }),
      { numRuns: 15 },
    )
  })

  test('any mixture of sound and silence: in order, apart or sharing 1.2 s, bounded, nothing loud left out', async () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.boolean()), {
      maxLength: 14,
    })
    await fc.assert(
      fc.asyncProperty(spans, async (parts) => {
        const frames = parts.flatMap(([count, loud]) => Array<boolean>(count).fill(loud))
        const samples = Int16Array.from({ length: frames.length * 160 }, (_, i) =>
          frames[Math.floor(i / 160)] ? (i % 2 === 0 ? 8000 : -8000) : 0,
        )
        const pieces = await cut(samples)
        let loudSent = 0
        let last = 0
        for (const piece of pieces) {
          const shared = Math.max(0, last - piece.startMs)
          expect([0, 1200]).toContain(shared)
          expect(piece.endMs - piece.startMs).toBeLessThanOrEqual(28_000)
          expect(piece.samples.length).toBe((piece.endMs - piece.startMs) * 16)
          expect(bytes(piece.samples)).toBe(
            bytes(samples.slice(piece.startMs * 16, piece.endMs * 16)),
          )
          last = piece.endMs
          loudSent += piece.samples.subarray(shared * 16).filter((x) => x !== 0).length
        }
        const clicks = longLoud(frames)
        expect(loudSent).toBeGreaterThanOrEqual(clicks * 160)
      }),
      { numRuns: 60 },
    )
  })
})

function bytes(samples: Int16Array): string {
  return createHash('md5').update(samples).digest('hex')
}

function summary({ samples, ...rest }: Piece) {
  return { ...rest, samples: bytes(samples) }
}

/** Loud frames that stand in runs too long to be a click. */
function longLoud(frames: readonly boolean[]): number {
  const runs =
    frames
      .map((f) => (f ? '1' : '0'))
      .join('')
      .match(/1{6,}/g) ?? []
  return runs.reduce((sum, run) => sum + run.length, 0)
}
