import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawCharts } from './charts.ts'
import { reportFonts } from './fonts.ts'
import { writePdf } from './pdf.ts'
import { aDoc, hostile } from './testing.ts'

const run = promisify(execFile)

let dir: string
let path: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-pdf-'))
  path = join(dir, 'report.pdf')
  const doc = aDoc(Object.values(hostile))
  await writeFile(path, await writePdf(doc, drawCharts(doc)))
})
afterAll(() => rm(dir, { recursive: true }))

test('the words come out of the file again, hostile names as text', async () => {
  const { stdout } = await run('pdftotext', ['-layout', path, '-'], { maxBuffer: 1 << 24 })
  const words = stdout.replace(/\s/g, '')
  for (const part of ['直播带货动态监测日报', '一、总体情况', '完整率低于红线', '图1近3日', '合计'])
    expect(words).toContain(part)
  expect(words).toContain(hostile.script)
  expect(words.match(/一二三四五六七八九十/g)?.length).toBeGreaterThan(300)
  expect(stdout).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
})

test('its Chinese type is inside, as a subset', async () => {
  const { stdout } = await run('pdffonts', [path])
  const faces = stdout.split('\n').slice(2).filter(Boolean)
  expect(faces.length).toBeGreaterThan(0)
  for (const face of faces) expect(face).toMatch(/^[A-Z]{6}\+NotoSerifCJK\S+ .* yes +yes +yes /)
})

test('without the font a sentence says what to install', () => {
  expect(() => reportFonts(() => false)).toThrow(/apt-get install fonts-noto-cjk/)
})
