import { expect, test } from 'vitest'
import { writeDocx } from '#shared/documents/docx.ts'
import type { Doc } from '#shared/documents/model.ts'
import { textInZip } from '#shared/testing/zip.ts'
import { untilText } from './papers.ts'
import { listingDoc, mendDoc, publicityDoc, rejectionDoc } from './words.ts'

const at = new Date('2026-01-05T10:00:00+08:00')
const paper = { number: '舟市监绿播申〔2026〕3号', at, bureau: '舟山市市场监督管理局' }
const room = { room: '东极鲜选', operator: '舟山海鲜公司', region: 'zhoushan/putuo' }
const due = { dueAt: new Date('2026-01-12T23:59:59+08:00'), dueUnknown: null }

/** What stands in the file, as a reader sees it. */
async function textOf(doc: Doc): Promise<string> {
  const xml = textInZip(Buffer.from(await writeDocx(doc, new Map())), 'word/document.xml')
  return xml.replace(/<[^>]+>/g, '')
}

test('the publicity paper names rooms, the period and how to object', async () => {
  const rooms = [
    { ...room, platform: '抖音', regionName: '普陀区' },
    { ...room, room: '白沙渔家', platform: '快手', regionName: '普陀区' },
  ]
  const text = await textOf(publicityDoc(paper, rooms, untilText('公示', due)))
  for (const part of ['2 个直播间', '东极鲜选', '白沙渔家', '普陀区', '舟山海鲜公司', '异议'])
    expect(text).toContain(part)
  expect(text).toContain('2026年1月5日起，公示至2026年1月12日止')
  expect(text).toContain('舟山市市场监督管理局')
})

test('a letter of mending lists every item by its name, and the day or why there is none yet', async () => {
  const mend = [
    { what: 'staff' as const, why: '与社保不符' },
    { what: 'business-licence' as const, why: '照片不清' },
  ]
  const unknown = { dueAt: null, dueUnknown: '2027 年节假日安排未公布' }
  const text = await textOf(mendDoc(paper, room, mend, untilText('补正期限', unknown)))
  for (const part of ['从业人数', '与社保不符', '营业执照', '照片不清', '2027 年节假日安排未公布'])
    expect(text).toContain(part)
})

test('letters of rejection and listing say what was decided, and are addressed', async () => {
  const refused = await textOf(rejectionDoc(paper, room, '不从事直播'))
  expect(refused).toContain('舟山海鲜公司：')
  expect(refused).toContain('不从事直播')
  const nobody = await textOf(rejectionDoc(paper, { ...room, operator: null }, '不从事直播'))
  expect(nobody).toContain('申报人：')
  const certificate = '舟绿播〔2026〕1号'
  const listed = await textOf(listingDoc(paper, room, { certificate, validUntil: '2028-01-14' }))
  expect(listed).toContain(certificate)
  expect(listed).toContain('有效期至 2028-01-14')
})
