import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** One sentence of a composed recording: the pause before it, who speaks, and how. */
export interface ScriptLine {
  readonly gapMs: number
  /** Variant of eSpeak NG's `cmn-latn-pinyin`; plain `cmn` and `zh` read tone numbers in English in Debian 12. */
  readonly voice: string
  readonly wordsAMinute: number
  readonly pitch: number
  readonly text: string
  /** Music is played in the pause before it, and softly under it. */
  readonly music?: true
}

export interface SpokenLine extends ScriptLine {
  readonly startMs: number
  readonly endMs: number
}

export interface SyntheticRecording {
  /** 16 kHz mono. */
  readonly samples: Int16Array
  readonly lines: readonly SpokenLine[]
  /** Where there is only music. */
  readonly musicOnly: readonly (readonly [number, number])[]
}

/** The recogniser that hears eSpeak NG and nothing else; a test and demo fixture of this project. */
export const espeakModel = join(import.meta.dirname, '../../samples/espeak-zh-ctc')

const rate = 16_000
const maxBuffer = 64 << 20
const host = { voice: 'f2', pitch: 55 }
const helper = { voice: 'm3', pitch: 45 }

/** A minute of invented live commerce by two voices, with a long music-only pause. */
export const liveScript: readonly ScriptLine[] = [
  { gapMs: 1500, ...host, wordsAMinute: 190, text: '家人们晚上好，欢迎来到我们的直播间' },
  { gapMs: 700, ...host, wordsAMinute: 200, text: '新来的宝宝左上角点个关注，关注主播不迷路' },
  { gapMs: 900, ...host, wordsAMinute: 190, text: '今天这款面膜原价二百九十九，现在只要九十九' },
  { gapMs: 600, ...host, wordsAMinute: 205, text: '这款精华液是全网最低价，史上最低价' },
  { gapMs: 1200, ...helper, wordsAMinute: 185, text: '助播把库存加上，后台再上五十单' },
  { gapMs: 800, ...host, wordsAMinute: 200, text: '用完皮肤很水润，七天无理由退货，运费险' },
  {
    ...{ gapMs: 500, ...host, wordsAMinute: 210 },
    text: '我跟你们讲，这个祛斑霜三天见效，彻底祛斑，没有任何副作用',
  },
  {
    ...{ gapMs: 9000, ...host, wordsAMinute: 190, music: true },
    text: '欢迎回来，看三号链接，这款减肥茶一个月瘦二十斤',
  },
  {
    ...{ gapMs: 800, ...helper, wordsAMinute: 190, music: true },
    text: '刚才有人问药膏能不能用，本品不能代替药物',
  },
  { gapMs: 600, ...host, wordsAMinute: 200, text: '降血压降血糖，抗癌防癌，包治百病' },
  { gapMs: 1500, ...host, wordsAMinute: 215, text: '倒计时开始，三二一上链接，手慢无' },
  { gapMs: 2200, ...host, wordsAMinute: 190, text: '请在平台下单，不要私下转账，理性消费' },
]

/** Speaks a script with eSpeak NG over a room's noise; the same script is the same samples. Times are measured on them. */
export function speakScript(script: readonly ScriptLine[], tailMs = 1500): SyntheticRecording {
  const spoken = script.map(synthesise)
  let at = 0
  const lines = script.map((line, i): SpokenLine => {
    const startMs = at + line.gapMs
    at = startMs + ((spoken[i]?.length ?? 0) * 1000) / rate
    return { ...line, startMs: Math.round(startMs), endMs: Math.round(at) }
  })
  const sound = noise(Math.round(((at + tailMs) * rate) / 1000))
  const musicOnly: [number, number][] = []
  for (const [i, line] of lines.entries()) {
    add(sound, spoken[i] ?? new Float32Array(), line.startMs)
    if (!line.music) continue
    const pause: [number, number] = [lines[i - 1]?.endMs ?? 0, line.startMs]
    if (line.gapMs > 3000) musicOnly.push(pause)
    add(sound, music(pause, 0.12), pause[0])
    add(sound, music([line.startMs, line.endMs], 0.015), line.startMs)
  }
  const samples = Int16Array.from(sound, (x) => Math.round(Math.max(-1, Math.min(1, x)) * 32_767))
  return { samples, lines, musicOnly }
}

function synthesise({ voice, wordsAMinute, pitch, text }: ScriptLine): Float32Array {
  const how = ['-v', `cmn-latn-pinyin+${voice}`, '-s', String(wordsAMinute), '-p', String(pitch)]
  const wav = execFileSync('espeak-ng', [...how, '--stdout', text], { maxBuffer })
  const convert = ['-v', 'error', '-f', 'wav', '-i', 'pipe:0', '-ar', String(rate)]
  const raw = execFileSync('ffmpeg', [...convert, '-f', 's16le', 'pipe:1'], {
    input: wav,
    maxBuffer,
  })
  const all = Float32Array.from(
    { length: raw.length >> 1 },
    (_, i) => raw.readInt16LE(2 * i) / 32_768,
  )
  const loud = (x: number) => Math.abs(x) > 0.004
  return all.slice(all.findIndex(loud), all.findLastIndex(loud) + 1).map((x) => x * 0.7)
}

/** About -52 dBFS, the same on every run. */
function noise(length: number): Float32Array {
  let seed = 7
  return Float32Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return (seed / 2_147_483_647 - 0.5) * 0.0087
  })
}

const chords = [
  [220, 277.2, 329.6],
  [196, 246.9, 293.7],
  [174.6, 220, 261.6],
  [196, 246.9, 293.7],
]

/** Four plucked chords, two seconds each, for ever. */
function music([fromMs, toMs]: readonly [number, number], gain: number): Float32Array {
  const length = Math.round(((toMs - fromMs) * rate) / 1000)
  return Float32Array.from({ length }, (_, i) => {
    const t = fromMs / 1000 + i / rate
    const chord = chords[Math.floor((t % 8) / 2)] ?? []
    const sum = chord.reduce((all, hz) => all + Math.sin(2 * Math.PI * hz * t), 0)
    return (gain * sum * Math.exp(-1.2 * (t % 2))) / 3
  })
}

function add(sound: Float32Array, part: Float32Array, atMs: number): void {
  const from = Math.round((atMs * rate) / 1000)
  for (const [i, x] of part.entries()) sound[from + i] = (sound[from + i] ?? 0) + x
}
