import { expect } from 'vitest'
import { readTable } from '../registry/import/table.ts'
import { aCode, call, judged, ok } from './cycle.ts'

/** A confirmed flag as 线索移交 to its closing, and a file of complaints matched, refused and taken in once. */
export async function theLoopCloses(room: string): Promise<void> {
  const flag = await judged(room, 2, '移交一句')
  const made = await ok('普陀承办', 'POST', '/leads/handover', {
    roomId: room,
    flagIds: [flag],
    unit: '普陀区局',
  })
  const step = (verb: string, more: object = {}) =>
    call('普陀承办', 'POST', `/leads/${made.id}/steps`, { verb, ...more })
  expect((await step('receive')).status).toBe(409)
  expect((await step('send')).json.receiptDueAt).not.toBeNull()
  const received = await step('receive')
  expect(received.json.checkDueAt).not.toBeNull()
  expect(
    (await step('extend', { reason: '待检验' })).json.checkDueAt > received.json.checkDueAt,
  ).toBe(true)
  expect((await step('extend', { reason: '再延' })).status).toBe(409)
  await step('report', { reason: '已改正', result: 'corrected', disposal: 'guidance' })
  expect((await step('close')).status).toBe(200)
  const outside = aCode('440103', 7)
  const csv = `登记编号,投诉内容,直播间名称,统一社会信用代码,登记时间\nT1,最低价有假,第0直播间,,2026-03-01\nT2,外地商家,某店,${outside},\nT3,,缺内容,,\n`
  const path = '/leads/import?source=12315&fileName=12315.csv'
  const counts = await ok('普陀承办', 'POST', path, Buffer.from(csv))
  expect(counts).toMatchObject({ created: 2, matched: 1, outside: 1 })
  expect(counts.errors).toMatchObject([{ line: 4 }])
  expect(await ok('普陀承办', 'POST', path, Buffer.from(csv))).toMatchObject({
    created: 0,
    unchanged: 2,
  })
  expect(await ok('普陀承办', 'GET', '/leads/figures')).toMatchObject({
    sent: 1,
    closed: 1,
    closedLoop: 1,
  })
  const ledger = await readTable((await call('普陀承办', 'GET', '/leads/export')).bytes)
  const record = ledger.lines.find(({ cells }) => cells[0] === made.number)?.cells
  expect(record).toEqual(expect.arrayContaining(['已办结', '属实，已改正：已改正', '行政指导']))
}
