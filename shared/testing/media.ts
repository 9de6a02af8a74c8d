import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ClipShape {
  readonly seconds: number
  readonly width?: number
  readonly height?: number
  readonly fps?: number
  /** A white flash and a 1 kHz beep of 0.2 s at 0 and then this often. */
  readonly markEvery?: number
  readonly video?: boolean
  readonly audio?: boolean
  readonly sampleRate?: number
  /** More output options, such as `-output_ts_offset`. */
  readonly options?: readonly string[]
}

/**
 * Makes a recording with ffmpeg: a moving test picture in portrait and a tone, marked by flashes and beeps. The suffix
 * of `path` chooses the container.
 */
export async function makeClip(path: string, shape: ClipShape): Promise<string> {
  const { seconds, width = 180, height = 320, fps = 15, markEvery = 2, options = [] } = shape
  const { video = true, audio = true, sampleRate = 44_100 } = shape
  const flash = `drawbox=c=white:t=fill:enable='lt(mod(t,${markEvery}),0.2)'`
  const picture = `testsrc2=s=${width}x${height}:r=${fps}:d=${seconds},${flash},format=yuv420p[v]`
  const tone = `0.6*sin(2*PI*1000*t)*lt(mod(t\\,${markEvery})\\,0.2)+0.01*sin(2*PI*220*t)`
  const sound = `aevalsrc='${tone}':s=${sampleRate}:d=${seconds}[a]`
  const graph = [video ? picture : [], audio ? sound : []].flat().join(';')
  const encode = ['-preset', 'ultrafast', '-g', String(fps * 2), '-bf', '2', '-crf', '32']
  const tracks = [
    ...(video ? ['-map', '[v]', '-c:v', 'libx264', ...encode] : []),
    ...(audio ? ['-map', '[a]', '-c:a', 'aac', '-b:a', '48k'] : []),
  ]
  const args = ['-v', 'error', '-nostdin', '-y', '-filter_complex', graph, ...tracks, ...options]
  await run('ffmpeg', [...args, path])
  return path
}

/** The first `share` of a file, as a recorder that was killed leaves it. */
export async function cutShort(path: string, to: string, share: number): Promise<string> {
  const bytes = await readFile(path)
  await writeFile(to, bytes.subarray(0, Math.floor(bytes.length * share)))
  return to
}

/** Several files written one behind the other. */
export async function joined(paths: readonly string[], to: string): Promise<string> {
  await writeFile(to, Buffer.concat(await Promise.all(paths.map((path) => readFile(path)))))
  return to
}

/** Rewrites the time stamp of every tag of an FLV file. */
export async function retimeFlv(path: string, to: string, at: (tsMs: number) => number) {
  const bytes = await readFile(path)
  for (let pos = 13; pos + 11 <= bytes.length; pos += 15 + bytes.readUIntBE(pos + 1, 3)) {
    const tsMs = Math.round(at(bytes.readUIntBE(pos + 4, 3) + bytes.readUInt8(pos + 7) * 2 ** 24))
    bytes.writeUIntBE(tsMs & 0xffffff, pos + 4, 3)
    bytes.writeUInt8((tsMs >>> 24) & 0xff, pos + 7)
  }
  await writeFile(to, bytes)
  return to
}

/** The same packets with the same time stamps in another container, chosen by the suffix. */
export async function remuxed(path: string, to: string): Promise<string> {
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-copyts', '-i', path, '-c', 'copy', to])
  return to
}

/** Starts of the beeps in a 16-bit mono WAV or raw PCM file, in milliseconds. */
export async function beepTimes(path: string, sampleRate = 16_000): Promise<number[]> {
  const bytes = await readFile(path)
  const data = bytes.indexOf('data')
  const pcm = bytes.toString('latin1', 0, 4) === 'RIFF' ? bytes.subarray(data + 8) : bytes
  const window = sampleRate / 100
  const starts: number[] = []
  let loud = false
  for (let at = 0; (at + window) * 2 <= pcm.length; at += window / 2) {
    const [re, im] = tonePower(pcm, at, window, sampleRate)
    const now = Math.hypot(re, im) / window > 1500
    if (now && !loud) starts.push((at * 1000) / sampleRate)
    loud = now
  }
  return starts
}

function tonePower(pcm: Buffer, at: number, window: number, sampleRate: number): [number, number] {
  let [re, im] = [0, 0]
  for (let k = 0; k < window; k += 1) {
    const sample = pcm.readInt16LE((at + k) * 2)
    const phase = (2 * Math.PI * 1000 * k) / sampleRate
    re += sample * Math.cos(phase)
    im += sample * Math.sin(phase)
  }
  return [re, im]
}

/** Mean brightness (0 to 255) of the picture at a time, after a filter. */
export async function brightness(path: string, atMs: number, filter = 'null'): Promise<number> {
  const look = `${filter},scale=1:1:flags=area,format=gray`
  const seek = atMs > 0 ? ['-ss', String(atMs / 1000)] : []
  const out = ['-vf', look, '-frames:v', '1', '-f', 'rawvideo', '-']
  const args = ['-v', 'error', '-nostdin', ...seek, '-i', path, ...out]
  const { stdout } = await run('ffmpeg', args, { encoding: 'buffer' })
  return stdout[0] ?? 0
}
