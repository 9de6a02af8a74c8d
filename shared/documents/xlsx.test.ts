import readXlsxFile from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { textInZip } from '#shared/testing/zip.ts'
import { hostile } from './testing.ts'
import { writeXlsx } from './xlsx.ts'

const id = '20260311000000012345678'
const injected = ['=HYPERLINK("http://x","y")', '+1+1', '-2', '@SUM(A1)', '\t=1', '|calc']
const saidAt = new Date('2026-03-11T23:30:00+08:00')

let file: Buffer
beforeAll(async () => {
  file = await writeXlsx([
    {
      name: '附件1/线索:明细',
      columns: [
        { head: '编号', width: 20, kind: 'text' },
        { head: '说出时间', width: 20, kind: 'time' },
        { head: '次数', width: 8, kind: 'number' },
        { head: '直播间', width: 20, kind: 'text' },
      ],
      rows: [
        [id, saidAt, 7, '渔嫂'],
        ...injected.map((text) => [id, null, 1, text]),
        ...Object.values(hostile).map((text) => [id, null, 1, text]),
      ],
    },
  ])
})

const rows = async () => {
  const [sheet] = await readXlsxFile(file)
  if (!sheet) throw new Error('no sheet')
  return sheet
}

test('another library reads text ids to the last digit and times of Shanghai as dates', async () => {
  const { sheet, data } = await rows()
  expect(sheet).toBe('附件1-线索-明细')
  expect(data[0]).toEqual(['编号', '说出时间', '次数', '直播间'])
  expect(data[1]).toEqual([id, new Date('2026-03-11T23:30:00Z'), 7, '渔嫂'])
})

test('the first row is frozen', () => {
  expect(textInZip(file, 'xl/worksheets/sheet1.xml')).toMatch(
    /<pane [^>]*ySplit="1"[^>]*state="frozen"/,
  )
})

test('what begins like a formula is behind an apostrophe, and no cell is one', async () => {
  const { data } = await rows()
  const shown = data.slice(2, 2 + injected.length).map((row) => row[3])
  expect(shown).toEqual(injected.map((_) => expect.stringMatching(/^'/)))
  expect(textInZip(file, 'xl/worksheets/sheet1.xml')).not.toContain('<f>')
})

test('hostile names come back as text', async () => {
  const { data } = await rows()
  const shown = data.slice(2 + injected.length).map((row) => String(row[3]))
  expect(shown[0]).toBe(hostile.script)
  expect(shown[2]).toMatch(/^海鲜\ufffd*\[31m行\ufffd*尾$/)
  expect(shown[3]).toBe(hostile.long)
})
