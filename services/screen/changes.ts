import type { GreyFrame } from '#shared/media/frames.ts'
import type { PixelBox } from '#shared/ocr/picture.ts'
import { tileSide } from '#shared/ocr/text-areas.ts'

/** Mean difference of a tile's pixels beyond what compression does to a still picture. */
const changedBy = 10
/** A stretch counts as changed when so much of it did. */
const changedPart = 0.2
/** Tiles that changed at each of so many looks in a row are moving pictures or a running clock. */
const restlessAfter = 4

/** Watches what changes from look to look, tile by tile; one for a recording. */
export interface Watch {
  /** Compares a picture with what is known; of another size, everything is new. */
  look(picture: GreyFrame): void
  /** Whether a stretch differs from what was last known of it. */
  changed(area: PixelBox): boolean
  /** Whether a stretch has been changing all the time. */
  restless(area: PixelBox): boolean
  /** Part of the picture that changed, 0 to 1. */
  changedPart(): number
  /** From now on the picture just looked at is what is known, except in these stretches. */
  settle(except?: readonly PixelBox[]): void
}

export function watchChanges(): Watch {
  let known: Uint8Array | null = null
  let [width, height, columns, rows] = [0, 0, 0, 0]
  let now: Uint8Array = new Uint8Array(0)
  let before: Uint8Array = new Uint8Array(0)
  let changed = new Uint8Array(0)
  let restless = new Uint8Array(0)

  function begin(picture: GreyFrame) {
    ;({ width, height } = picture)
    columns = Math.floor(width / tileSide)
    rows = Math.floor(height / tileSide)
    known = null
    before = picture.data
    changed = new Uint8Array(columns * rows).fill(1)
    restless = new Uint8Array(columns * rows)
  }

  function partOf(area: PixelBox, counts: (tile: number) => boolean): number {
    const [left, right] = [
      Math.floor(area.x / tileSide),
      Math.ceil((area.x + area.width) / tileSide),
    ]
    const [top, bottom] = [
      Math.floor(area.y / tileSide),
      Math.ceil((area.y + area.height) / tileSide),
    ]
    let [all, counted] = [0, 0]
    for (let row = top; row < Math.min(rows, bottom); row++)
      for (let column = left; column < Math.min(columns, right); column++) {
        all++
        if (counts(row * columns + column)) counted++
      }
    return all === 0 ? 0 : counted / all
  }

  return {
    look(picture) {
      if (picture.width !== width || picture.height !== height) begin(picture)
      now = picture.data
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const tile = row * columns + column
          const at = row * tileSide * width + column * tileSide
          changed[tile] = known === null || differs(known, now, at, width) ? 1 : 0
          const moves = differs(before, now, at, width)
          restless[tile] = moves ? Math.min(255, (restless[tile] as number) + 1) : 0
        }
      before = now
    },
    changed: (area) => partOf(area, (tile) => changed[tile] === 1) >= changedPart,
    restless: (area) =>
      partOf(area, (tile) => (restless[tile] as number) >= restlessAfter) >= changedPart,
    changedPart: () => partOf({ x: 0, y: 0, width, height }, (tile) => changed[tile] === 1),
    settle(except = []) {
      if (known === null && except.length > 0) return
      const old = known
      known = Uint8Array.from(now)
      if (old)
        for (const { x, y, width: wide, height: high } of except)
          for (let row = y; row < Math.min(height, y + high); row++)
            known.set(old.subarray(row * width + x, row * width + x + wide), row * width + x)
    },
  }
}

/** Whether the tile at offset `at` of both pictures is not the same but for compression. */
export function differs(a: Uint8Array, b: Uint8Array, at: number, width: number): boolean {
  let sum = 0
  for (let dy = 0; dy < tileSide; dy += 2) {
    const start = at + dy * width
    for (let i = start; i < start + tileSide; i++) {
      const step = (a[i] as number) - (b[i] as number)
      sum += step < 0 ? -step : step
    }
  }
  return sum > (changedBy * tileSide * tileSide) / 2
}
