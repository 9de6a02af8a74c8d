import { expect, test } from 'vitest'
import type { GreyFrame } from '#shared/media/frames.ts'
import { codePicture, pasted } from '#shared/testing/screen.ts'
import { readCodes } from './codes.ts'
import { onPicture, pageOf } from './page.ts'
import { textAreas } from './text-areas.ts'
import { linesOf } from './tsv.ts'

const size = { width: 720, height: 1280 }
const texts = (codes: readonly { text: string }[]) => codes.map(({ text }) => text).sort()

test('several codes on one picture, each with its place', async () => {
  const [one, two] = [
    await codePicture('https://u.wechat.com/kAbC'),
    await codePicture('wxp://f2f0XYZ'),
  ]
  const codes = await readCodes(
    pasted(size, [
      { picture: one, x: 40, y: 60 },
      { picture: two, x: 420, y: 900 },
    ]),
  )
  expect(texts(codes)).toEqual(['https://u.wechat.com/kAbC', 'wxp://f2f0XYZ'])
  const box = codes.find(({ text }) => text.startsWith('wxp'))?.box
  expect(box?.x).toBeGreaterThan(420)
  expect(box?.y).toBeGreaterThan(900)
  expect(box?.width).toBeLessThan(two.width)
})

test.each([
  ['turned by a quarter', (data: Uint8Array, side: number) => turned(data, side)],
  ['light on dark', (data: Uint8Array) => data.map((light) => 255 - light)],
  ['faint', (data: Uint8Array) => data.map((light) => 90 + light / 3)],
])('a code %s', async (_, change) => {
  const code = await codePicture('https://t.cn/A6abc')
  const picture = { ...code, data: change(code.data, code.width) }
  const shown = pasted(size, [{ picture, x: 200, y: 500 }])
  expect(texts(await readCodes(shown))).toEqual(['https://t.cn/A6abc'])
})

test.each([
  ['turned by a slant', 1, 30],
  ['on its corner', 1, 45],
  ['hardly turned', 1, 7],
  ['stretched', 1.4, 0],
  ['stretched and turned', 1.25, 200],
])('a code %s', async (_, stretch, degrees) => {
  const code = await codePicture('https://t.cn/A6abc')
  const picture = slanted(code, stretch, degrees)
  const shown = pasted(size, [{ picture, x: 100, y: 500 }])
  expect(texts(await readCodes(shown))).toEqual(['https://t.cn/A6abc'])
})

test('a small code, one pixel a module', async () => {
  const picture = await codePicture('https://t.cn/A6abc', 1)
  const shown = pasted(size, [{ picture, x: 300, y: 700 }])
  expect(texts(await readCodes(shown))).toEqual(['https://t.cn/A6abc'])
})

test('no code where there is none', async () => {
  expect(await readCodes(pasted(size, []))).toEqual([])
})

test('lines of words, without the blanks between Chinese characters, with a mean confidence', () => {
  const head =
    'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext'
  const rows = [
    head,
    '4\t1\t1\t1\t1\t0\t42\t46\t586\t48\t-1\t',
    '5\t1\t1\t1\t1\t1\t42\t46\t50\t48\t96\t全网',
    '5\t1\t1\t1\t1\t2\t110\t40\t54\t60\t90\t最低',
    '5\t1\t1\t1\t2\t1\t42\t146\t50\t20\t80\tbuy',
    '5\t1\t1\t1\t2\t2\t99\t146\t50\t20\t80\tnow',
    '5\t1\t1\t1\t3\t1\t0\t0\t0\t0\tNaN\t?',
    'rubbish',
  ]
  expect(linesOf(rows)).toEqual([
    { text: '全网最低', box: { x: 42, y: 40, width: 122, height: 60 }, confidence: 0.93 },
    { text: 'buy now', box: { x: 42, y: 146, width: 107, height: 20 }, confidence: 0.8 },
  ])
})

test('stretches of strokes are found, put on a page dark on light, and found back', () => {
  const picture = pasted(size, [])
  // Strokes: light bars on a dark band, as white writing on a red one is.
  for (let y = 400; y < 440; y++)
    for (let x = 100; x < 400; x++) picture.data[y * size.width + x] = x % 8 < 3 ? 250 : 40
  const [area, ...more] = textAreas(picture)
  expect(more).toEqual([])
  if (!area) throw new Error('no area')
  expect(area).toMatchObject({ y: 392, height: 48 })
  const page = pageOf(picture, [area])
  const [slot] = page.slots
  if (!slot) throw new Error('no slot')
  const row = slot.y + Math.floor((slot.area.height * slot.scale) / 2)
  const line = page.data.subarray(row * page.width, (row + 1) * page.width)
  const dark = line.filter((light) => light < 128).length / (300 * slot.scale)
  expect(dark).toBeGreaterThan(0.25)
  expect(dark).toBeLessThan(0.5)
  const back = onPicture(page, {
    x: 28 + 10 * slot.scale,
    y: slot.y + 10 * slot.scale,
    width: 60,
    height: 40 * slot.scale,
  })
  expect(back).toMatchObject({ x: area.x, y: area.y, height: 40 })
  expect(onPicture(page, { x: 0, y: 0, width: 5, height: 5 })).toBeNull()
})

test('a plain or soft picture has no writing', () => {
  const soft = pasted(size, [])
  for (let i = 0; i < soft.data.length; i++) soft.data[i] = (i % size.width) / 3
  expect(textAreas(soft)).toEqual([])
})

function turned(data: Uint8Array, side: number): Uint8Array {
  return data.map((_, i) => data[(side - 1 - (i % side)) * side + Math.floor(i / side)] as number)
}

/** Stretched in width and turned about its middle, on white, as a camera sees a card that is held up. */
function slanted({ width, height, data }: GreyFrame, stretch: number, degrees: number): GreyFrame {
  const side = Math.ceil(Math.hypot(width * stretch, height)) + 4
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  const out = new Uint8Array(side * side).fill(255)
  for (let i = 0; i < out.length; i++) {
    const [x, y] = [(i % side) - side / 2, Math.floor(i / side) - side / 2]
    const column = Math.round((x * cos + y * sin) / stretch + width / 2)
    const row = Math.round(y * cos - x * sin + height / 2)
    if (column >= 0 && column < width && row >= 0 && row < height)
      out[i] = data[row * width + column] as number
  }
  return { width: side, height: side, data: out }
}
