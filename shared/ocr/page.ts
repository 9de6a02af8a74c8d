import type { GreyFrame } from '#shared/media/frames.ts'
import type { PixelBox } from './picture.ts'

/** A page of cut-out stretches, black on white, one below the other, and where on it each of them stands. */
export interface Page extends GreyFrame {
  readonly slots: readonly { readonly area: PixelBox; readonly y: number; readonly scale: number }[]
}

const marginPx = 10
const gapPx = 28
/** Writing is enlarged until a single line is about so high: below, the engine guesses. */
const lineHeightPx = 56
const maxPagePixels = 12_000_000

/**
 * Puts stretches of a picture on one page for a reader of printed pages. Each is enlarged where it is small and turned
 * into black on white by its own threshold, for captions are white, yellow or red on anything. Stretches that no longer
 * fit are left out.
 */
export function pageOf(picture: GreyFrame, areas: readonly PixelBox[]): Page {
  const cuts = areas.map((area) => {
    const scale = Math.min(3, Math.max(1, Math.ceil(lineHeightPx / Math.max(1, area.height))))
    return { area: grown(area, picture), ink: inkOf(picture, area), scale }
  })
  const width = Math.max(1, ...cuts.map(({ area, scale }) => area.width * scale)) + 2 * gapPx
  const slots: { area: PixelBox; ink: Ink; y: number; scale: number }[] = []
  let height = gapPx
  for (const { area, ink, scale } of cuts) {
    const next = height + area.height * scale + gapPx
    if (next * width > maxPagePixels) break
    slots.push({ area, ink, y: height, scale })
    height = next
  }
  const data = new Uint8Array(width * height).fill(255)
  for (const { area, ink, y, scale } of slots) {
    const { threshold, inverted } = ink
    for (let row = 0; row < area.height * scale; row++) {
      const from = (area.y + Math.floor(row / scale)) * picture.width + area.x
      const to = (y + row) * width + gapPx
      for (let column = 0; column < area.width * scale; column++) {
        const light = picture.data[from + Math.floor(column / scale)] as number
        const away = light - threshold
        // Soft at the edge of a stroke, so that thin ones keep their shape.
        const grey = Math.max(0, Math.min(255, 128 + away * 3))
        data[to + column] = inverted ? 255 - grey : grey
      }
    }
  }
  return { width, height, data, slots }
}

/** Where on the picture a box of the page is, or null between the stretches. */
export function onPicture({ slots }: Page, box: PixelBox): PixelBox | null {
  const middle = box.y + box.height / 2
  const slot = slots.find(({ area, y, scale }) => middle >= y && middle <= y + area.height * scale)
  if (!slot) return null
  const { area, y, scale } = slot
  const x = Math.max(0, Math.round((box.x - gapPx) / scale))
  const top = Math.max(0, Math.round((box.y - y) / scale))
  return {
    x: area.x + x,
    y: area.y + top,
    width: Math.max(1, Math.min(area.width - x, Math.round(box.width / scale))),
    height: Math.max(1, Math.min(area.height - top, Math.round(box.height / scale))),
  }
}

function grown({ x, y, width, height }: PixelBox, picture: GreyFrame): PixelBox {
  const left = Math.max(0, x - marginPx)
  const top = Math.max(0, y - marginPx)
  return {
    x: left,
    y: top,
    width: Math.min(picture.width, x + width + marginPx) - left,
    height: Math.min(picture.height, y + height + marginPx) - top,
  }
}

interface Ink {
  readonly threshold: number
  readonly inverted: boolean
}

/** The threshold between ground and ink (Otsu 1979), and whether the ink is the lighter of the two: the rarer one. */
function inkOf(picture: GreyFrame, area: PixelBox): Ink {
  const counts = new Uint32Array(256)
  for (let row = area.y; row < area.y + area.height; row++) {
    const start = row * picture.width + area.x
    for (let at = start; at < start + area.width; at++) {
      const light = picture.data[at] as number
      counts[light] = (counts[light] as number) + 1
    }
  }
  const total = area.width * area.height
  let sum = 0
  for (let light = 0; light < 256; light++) sum += light * (counts[light] as number)
  let [below, sumBelow, best, threshold, darkPart] = [0, 0, -1, 128, 0.5]
  for (let light = 0; light < 256; light++) {
    below += counts[light] as number
    sumBelow += light * (counts[light] as number)
    const above = total - below
    if (below === 0 || above === 0) continue
    const between = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2
    if (between <= best) continue
    best = between
    threshold = light
    darkPart = below / total
  }
  return { threshold: threshold + 0.5, inverted: darkPart > 0.5 }
}
