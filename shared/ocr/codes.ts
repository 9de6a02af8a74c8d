import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { GreyFrame } from '#shared/media/frames.ts'
import type { PixelBox } from './picture.ts'

/** A QR code, bar code or the like on a picture. */
export interface FoundCode {
  readonly text: string
  readonly format: string
  readonly box: PixelBox
}

const maxCodes = 16
const maxTextChars = 2000

let ready: Promise<unknown> | undefined

/** The decoder's program from the package itself: by default it would be fetched from the network. */
function prepare() {
  ready ??= readFile(
    fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')),
  ).then((bytes) =>
    prepareZXingModule({
      overrides: { wasmBinary: new Uint8Array(bytes).buffer },
      fireImmediately: true,
    }),
  )
  return ready
}

/**
 * Every code on a picture: several, turned, small, light on dark. What they hold is outside input: text, never opened.
 */
export async function readCodes({ width, height, data }: GreyFrame): Promise<FoundCode[]> {
  await prepare()
  const found = await readBarcodes(rgba(width, height, data), {
    formats: ['QRCode', 'MicroQRCode', 'DataMatrix', 'Aztec'],
    tryHarder: true,
    tryRotate: true,
    tryInvert: true,
    tryDownscale: true,
    maxNumberOfSymbols: maxCodes,
    textMode: 'Plain',
  })
  return found
    .filter(({ isValid, text }) => isValid && text.trim() !== '')
    .map(({ text, format, position }) => {
      const corners = [
        position.topLeft,
        position.topRight,
        position.bottomLeft,
        position.bottomRight,
      ]
      const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)]
      const [x, y] = [Math.min(...xs), Math.min(...ys)]
      return {
        text: text.slice(0, maxTextChars),
        format,
        box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y },
      }
    })
}

function rgba(width: number, height: number, grey: Uint8Array) {
  const data = new Uint8ClampedArray(width * height * 4)
  const words = new Uint32Array(data.buffer)
  for (let i = 0; i < grey.length; i++) words[i] = 0xff000000 | ((grey[i] as number) * 0x010101)
  return { data, width, height, colorSpace: 'srgb' } as const
}
