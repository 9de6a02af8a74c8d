import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import type { GreyFrame } from '#shared/media/frames.ts'

const run = promisify(execFile)

/** A picture of a code, dark on light with a quiet zone, `scale` pixels a module. */
export async function codePicture(text: string, scale = 4): Promise<GreyFrame> {
  const wasm = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))
  const wasmBinary = new Uint8Array(await readFile(wasm)).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const { symbol } = await writeBarcode(text, { format: 'QRCode' })
  const quiet = 4 * scale
  // The writer gives one pixel a module.
  const [width, height] = [symbol.width * scale, symbol.height * scale]
  const size = { width: width + 2 * quiet, height: height + 2 * quiet }
  const data = new Uint8Array(width * height).map((_, i) => {
    const [column, row] = [Math.floor((i % width) / scale), Math.floor(i / width / scale)]
    return symbol.data[row * symbol.width + column] ?? 0
  })
  return pasted(size, [{ picture: { width, height, data }, x: quiet, y: quiet }], 255)
}

/** A plain picture with others put on it, each at its place. */
export function pasted(
  size: { readonly width: number; readonly height: number },
  parts: readonly { readonly picture: GreyFrame; readonly x: number; readonly y: number }[],
  ground = 200,
): GreyFrame {
  const data = new Uint8Array(size.width * size.height).fill(ground)
  for (const { picture, x, y } of parts)
    for (let row = 0; row < picture.height; row++)
      data.set(
        picture.data.subarray(row * picture.width, (row + 1) * picture.width),
        (y + row) * size.width + x,
      )
  return { ...size, data }
}

export async function savePgm({ width, height, data }: GreyFrame, path: string): Promise<string> {
  await writeFile(path, Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]))
  return path
}

/** A file of a Chinese font, null where there is none. */
export async function chineseFont(): Promise<string | null> {
  const found = await run('fc-match', ['-f', '%{file}', 'sans:lang=zh-cn']).catch(() => null)
  return found?.stdout || null
}

export interface ScreenShape {
  readonly seconds: number
  readonly fps?: number
  /** A banner with this text from one second to another. */
  readonly banner?: { readonly text: string; readonly fromS: number; readonly toS: number }
  /** A picture file shown from one second to another. */
  readonly picture?: { readonly path: string; readonly fromS: number; readonly toS: number }
  /** Plain ground instead of a moving test picture. */
  readonly still?: boolean
}

/** Makes a recording of a portrait screen, 540×960, without sound. */
export async function makeScreen(path: string, font: string, shape: ScreenShape): Promise<string> {
  const { seconds, fps = 10, banner, picture, still = false } = shape
  const source = still ? 'color=c=0x40566b:' : 'testsrc2='
  const during = ({ fromS, toS }: { fromS: number; toS: number }) =>
    `enable='between(t,${fromS},${toS})'`
  const ground = `${source}s=540x960:r=${fps}:d=${seconds}`
  const drawn = banner
    ? [
        `drawbox=x=20:y=150:w=500:h=90:c=red:t=fill:${during(banner)}`,
        `drawtext=fontfile=${font}:text='${banner.text}':fontsize=44:fontcolor=yellow:x=40:y=170:${during(banner)}`,
      ]
    : []
  const base = [ground, ...drawn].join(',')
  const overlay = picture ? `;[g][1:v]overlay=x=120:y=400:${during(picture)}` : ''
  const graph = picture ? `${base}[g]${overlay},format=yuv420p` : `${base},format=yuv420p`
  const inputs = picture ? ['-f', 'lavfi', '-i', 'anullsrc', '-i', picture.path] : []
  const encode = path.endsWith('.png')
    ? ['-frames:v', '1']
    : ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '26', '-g', String(fps * 2)]
  await run('ffmpeg', [
    ...['-v', 'error', '-nostdin', '-y', ...inputs, '-filter_complex', graph],
    ...['-an', ...encode, '-t', String(seconds), path],
  ])
  return path
}
