import type { GreyFrame } from '#shared/media/frames.ts'
import type { PixelBox } from './picture.ts'

/** Pixels a side of the squares in which a picture is looked at. */
export const tileSide = 8

/** Strokes of writing: neighbours this much lighter or darker count as an edge. */
const edgeStep = 48
/** A tile of writing has at least this many edges; plain ground and soft pictures have fewer. */
const minEdges = 6
/** Gaps of so many tiles are the space between two characters. */
const closeTiles = 5
const minHeightPx = 12
const maxHeightPart = 0.35

/** For each tile, row by row, whether its pixels look like strokes of writing. */
function textTiles({ width, height, data }: GreyFrame): Uint8Array {
  const columns = Math.floor(width / tileSide)
  const rows = Math.floor(height / tileSide)
  const tiles = new Uint8Array(columns * rows)
  const last = data.length - 1
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      let edges = 0
      for (let dy = 0; dy < tileSide; dy++) {
        const start = (row * tileSide + dy) * width + column * tileSide
        const end = start + Math.min(tileSide, width - 2 - column * tileSide)
        for (let at = start; at < end; at++) {
          // Over two pixels: scaling and compression spread the edge of a stroke.
          const here = data[at] as number
          const across = (data[at + 2] as number) - here
          // 一 has strokes one way only.
          const down = (data[Math.min(at + 2 * width, last)] as number) - here
          if (across >= edgeStep || across <= -edgeStep || down >= edgeStep || down <= -edgeStep)
            edges++
        }
      }
      tiles[row * columns + column] = edges >= minEdges ? 1 : 0
    }
  return tiles
}

/**
 * Where in a picture there may be writing: boxes around runs of tiles with strokes, in whole tiles. Pure; finds too much
 * rather than too little, the reader's own confidence sorts out fences and shelves.
 */
export function textAreas(picture: GreyFrame, tiles = textTiles(picture)): PixelBox[] {
  const columns = Math.floor(picture.width / tileSide)
  const rows = Math.floor(picture.height / tileSide)
  const closed = closeRows(tiles, columns, rows)
  const seen = new Uint8Array(closed.length)
  const boxes: PixelBox[] = []
  for (let start = 0; start < closed.length; start++) {
    if (!closed[start] || seen[start]) continue
    let [left, right, top, bottom] = [columns, 0, rows, 0]
    const stack = [start]
    seen[start] = 1
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [column, row] = [at % columns, Math.floor(at / columns)]
      left = Math.min(left, column)
      right = Math.max(right, column)
      top = Math.min(top, row)
      bottom = Math.max(bottom, row)
      for (const next of [
        column > 0 ? at - 1 : -1,
        column < columns - 1 ? at + 1 : -1,
        at - columns,
        at + columns,
      ]) {
        if (next < 0 || next >= closed.length || !closed[next] || seen[next]) continue
        seen[next] = 1
        stack.push(next)
      }
    }
    boxes.push({
      x: left * tileSide,
      y: top * tileSide,
      width: (right - left + 1) * tileSide,
      height: (bottom - top + 1) * tileSide,
    })
  }
  return boxes.filter(
    ({ width, height }) =>
      height >= minHeightPx && width >= 2 * minHeightPx && height <= maxHeightPart * picture.height,
  )
}

/** Fills short gaps in each row, and drops runs of a single tile. */
function closeRows(tiles: Uint8Array, columns: number, rows: number): Uint8Array {
  const closed = new Uint8Array(tiles.length)
  for (let row = 0; row < rows; row++) {
    let last = -1
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column
      if (!tiles[at]) continue
      if (last >= 0 && column - last <= closeTiles + 1) closed.fill(1, row * columns + last, at + 1)
      last = column
    }
  }
  return closed
}
