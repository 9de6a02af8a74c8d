import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawCharts } from './charts.ts'
import { writeDocx } from './docx.ts'
import { aDoc, hostile } from './testing.ts'
import { writeXlsx } from './xlsx.ts'

const run = promisify(execFile)
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-office-'))
})
afterAll(() => rm(dir, { recursive: true }))

/** Opens a file in LibreOffice, with a profile of its own, and saves it as something else. */
async function converted(name: string, bytes: Buffer, to: string): Promise<string> {
  await writeFile(join(dir, name), bytes)
  await run(
    'soffice',
    [
      `-env:UserInstallation=file://${join(dir, 'profile')}`,
      ...['--headless', '--norestore', '--convert-to', to, '--outdir', dir, join(dir, name)],
    ],
    { timeout: 180_000 },
  )
  return join(dir, name.replace(/\.\w+$/, `.${to.split(':', 1)[0]}`))
}

test('LibreOffice opens the .docx: its pages, words and tables come out of the PDF it makes', async () => {
  const doc = aDoc([hostile.script, '渔嫂海鲜'])
  const pdf = await converted('report.docx', await writeDocx(doc, drawCharts(doc)), 'pdf')
  const { stdout } = await run('pdftotext', ['-layout', pdf, '-'])
  const words = stdout.replace(/\s/g, '')
  for (const part of ['直播带货动态监测日报', '一、总体情况', '图1近3日', '渔嫂海鲜', '合计'])
    expect(words).toContain(part)
  expect(words).toContain(hostile.script)
  const info = (await run('pdfinfo', [pdf])).stdout
  expect(info).toMatch(/Page size: +59[45](\.\d+)? x 84[12](\.\d+)? pts/)
}, 200_000)

test('LibreOffice opens the .xlsx: long ids stay whole, dates are dates, formulas are text', async () => {
  const file = await writeXlsx([
    {
      name: '线索',
      columns: [
        { head: '编号', width: 24, kind: 'text' },
        { head: '说出时间', width: 20, kind: 'time' },
        { head: '直播间', width: 20, kind: 'text' },
      ],
      rows: [['20260311000000012345678', new Date('2026-03-11T23:30:00+08:00'), '=1+1']],
    },
  ])
  const csv = await converted('annex.xlsx', file, 'csv:Text - txt - csv (StarCalc):44,34,76')
  const [head, row] = (await readFile(csv, 'utf8')).split('\n')
  expect(head).toBe('编号,说出时间,直播间')
  expect(row).toMatch(/^20260311000000012345678,2026-03-11 23:30(:00)?,'?=1\+1$/)
}, 200_000)
