import pdfmake from 'pdfmake'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { dayMs, dayOf } from '#shared/domain/calendar.ts'
import { createBatch, startApplication } from '../applications/draft.ts'
import { fileMaterial } from '../applications/materials.ts'
import { operatorOf, roomOf } from '../demo/casework/applicants.ts'
import { aPaper } from '../demo/casework/papers.ts'
import { createOperator } from '../registry/operators.ts'
import { createRoom } from '../registry/rooms.ts'
import { office, type World } from './world.ts'

/** Two pages in a type that is not in the file, by its name and encoding, as many offices print. */
const foreignType = pdfOf([
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 7 0 R >> >> >>',
  '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F 7 0 R >> >> >>',
  streamOf('BT /F 28 Tf 72 720 Td <84254E1A62677167> Tj ET'),
  streamOf('BT /F 28 Tf 72 720 Td <7B2C4E8C9875> Tj ET'),
  '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R] >>',
  '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 9 0 R >>',
  '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
])

function streamOf(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`
}

function pdfOf(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n'
  const at = objects.map((object, i) => {
    const start = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(start).padStart(10, '0')} 00000 n \n`
  })
  const xref = `xref\n0 ${at.length + 1}\n0000000000 65535 f \n${at.join('')}`
  const trailer = `trailer\n<< /Size ${at.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text + xref + trailer)
}

/** An application with papers of every kind that reaches an office. */
async function handedIn({ house }: World): Promise<string> {
  const { deps } = house
  const applicant = { name: '材料直播间', stop: 'draft' as const, short: 0 }
  const today = dayOf(deps.now().getTime())
  const operator = await createOperator(deps, office, operatorOf(applicant, 93, today))
  const room = await createRoom(deps, office, roomOf(applicant, 93, operator.id))
  const batch = await createBatch(deps, office, {
    ...{ name: '材料批次', opensOn: today, places: null, tolerance: 0 },
    closesOn: dayOf(deps.now().getTime() + 30 * dayMs),
    sheetVersion: deps.sheets[0]?.version ?? '',
  })
  const { id } = await startApplication(deps, office, { batchId: batch.id, roomId: room.id })
  const own = await aPaper('合规制度', '逐场审稿，专人留存。')
  // Written before, so that the fonts of the house's own papers are known to the writer.
  const locked = await pdfmake
    .createPdf({ content: ['-'], defaultStyle: { font: 'serif' }, userPassword: '1234' })
    .getBuffer()
  const papers = [
    { name: '营业执照.pdf', bytes: foreignType },
    own,
    { name: '加密.pdf', bytes: locked },
    { name: '残缺.pdf', bytes: Buffer.from('%PDF-1.7 营业执照') },
  ]
  for (const paper of papers) await fileMaterial(deps, office, id, 'business-licence', { ...paper })
  return id
}

/** How many of the drawn page's pixels are not white. */
const ink = (page: Page) =>
  page.getByTestId('paper-page').evaluate((it) => {
    const board = it as HTMLCanvasElement
    const { data } = board.getContext('2d')?.getImageData(0, 0, board.width, board.height) ?? {}
    return data ? Array.from(data).filter((value, i) => i % 4 === 0 && value < 128).length : 0
  })

/** PDF papers are read beside the criteria, page by page and closer; what cannot be shown says why. */
export async function papersRead(world: World): Promise<void> {
  const id = await handedIn(world)
  await world.person('阅卷', ['application_officer'])
  const page = await world.enter('阅卷')
  const faults: string[] = []
  page.on('console', (said) => said.type() === 'error' && faults.push(said.text()))
  page.on('request', (request) => {
    const url = request.url()
    const own = /^(blob:|data:)/.test(url) || url.startsWith(world.url)
    if (!own || url.endsWith('.wasm')) faults.push(url)
  })
  const at = (testId: string) => page.getByTestId(testId)
  await page.goto(`${world.url}/applications/${id}`)
  const drawn = (n: number) => page.locator(`[data-testid=paper-page][data-page="${n}"]`).waitFor()
  await drawn(1)
  expect(await ink(page)).toBeGreaterThan(200)
  const words = page.locator('.textLayer')
  expect(await words.textContent()).toBe('营业执照')
  await at('paper-next').click()
  await drawn(2)
  expect(await words.textContent()).toBe('第二页')
  const { width = 0 } = (await at('paper-page').boundingBox()) ?? {}
  await at('paper-closer').click()
  await expect
    .poll(async () => (await at('paper-page').boundingBox())?.width)
    .toBeCloseTo(width * 1.25, 0)

  await page.getByRole('button', { name: '合规制度' }).click()
  await expect.poll(() => words.textContent()).toContain('逐场审稿')
  await page.getByRole('button', { name: '加密.pdf' }).click()
  await page.getByText('文件有密码').waitFor()
  await page.getByRole('button', { name: '残缺.pdf' }).click()
  await page.getByText('文件已损坏或不是 PDF').waitFor()
  expect(faults).toEqual([])
  await page.context().close()
}
