import { beforeAll, expect, test } from 'vitest'
import { textInZip } from '#shared/testing/zip.ts'
import { drawCharts } from './charts.ts'
import { writeDocx } from './docx.ts'
import { aDoc, hostile } from './testing.ts'

/** Twentieths of a point. */
const twips = (mm: number) => Math.round((mm * 1440) / 25.4)

let body: string
let styles: string
beforeAll(async () => {
  const doc = aDoc(Object.values(hostile))
  const file = await writeDocx(doc, drawCharts(doc))
  body = textInZip(file, 'word/document.xml')
  styles = textInZip(file, 'word/styles.xml')
})

const attribute = (element: string, name: string) =>
  Number(new RegExp(`<${element}[^>]* ${name}="(-?[0-9]+)"`).exec(body)?.[1])

test('margins of 37, 35, 28 and 26 mm on A4', () => {
  const near = (name: string, mm: number) =>
    expect(Math.abs(attribute('w:pgMar', name) - twips(mm)), name).toBeLessThanOrEqual(1)
  near('w:top', 37)
  near('w:bottom', 35)
  near('w:left', 28)
  near('w:right', 26)
  expect(Math.abs(attribute('w:pgSz', 'w:w') - twips(210))).toBeLessThanOrEqual(1)
  expect(Math.abs(attribute('w:pgSz', 'w:h') - twips(297))).toBeLessThanOrEqual(1)
})

test('22 lines of 28 characters of 三号 stand in the type area', () => {
  expect(body).toMatch(/<w:docGrid[^>]* w:type="linesAndChars"/)
  const areaHeight = twips(297 - 37 - 35)
  expect(Math.floor(areaHeight / attribute('w:docGrid', 'w:linePitch'))).toBe(22)
  const pitch = 16 + attribute('w:docGrid', 'w:charSpace') / 4096
  expect(Math.floor(twips(210 - 28 - 26) / 20 / pitch + 0.01)).toBe(28)
})

test('faces by name, headings as styles', () => {
  expect(styles).toContain('w:eastAsia="仿宋_GB2312"')
  expect(styles).toContain('w:eastAsia="方正小标宋简体"')
  const style = (id: string) =>
    new RegExp(`<w:style[^>]*w:styleId="${id}".*?</w:style>`, 's').exec(styles)?.[0] ?? ''
  expect(style('Heading1')).toContain('w:eastAsia="黑体"')
  expect(style('Heading2')).toContain('w:eastAsia="楷体_GB2312"')
  expect(body).toMatch(/<w:pStyle w:val="Heading1"\/>.*?一、总体情况/s)
  expect(body).toMatch(/<w:pStyle w:val="Heading2"\/>.*?\(一\)分类别/s)
})

test('the head of a table stands on each of its pages, no row is torn', () => {
  expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(1)
  expect(body.match(/<w:cantSplit\/>/g)).toHaveLength(Object.keys(hostile).length + 2)
})

test('hostile names are text, and the XML holds no character it must not', () => {
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(body).not.toContain('<script')
  // XML 1.0, production 2.
  expect(body).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u)
  expect(body).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
})
