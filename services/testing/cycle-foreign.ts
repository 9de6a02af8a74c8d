import { expect } from 'vitest'
import { call, ok } from './cycle.ts'

interface Theirs {
  readonly removedRoom: string
  readonly removalId: string
  readonly noticeId: string
  readonly firstFlag: string
}

/** Every list is empty and every row is not there for a county that holds all roles, but not this region. */
export async function nothingLeaks({
  removedRoom,
  removalId,
  noticeId,
  firstFlag,
}: Theirs): Promise<void> {
  for (const list of [
    '/applications',
    '/notices',
    '/notices/talks',
    '/removals',
    '/leads',
    '/memberships/listed',
  ]) {
    const { rows, total } = await ok('定海全科', 'GET', list)
    expect(rows, list).toEqual([])
    if (total !== undefined) expect(total, list).toBe(0)
  }
  expect((await ok('定海全科', 'GET', '/leads/figures')).sent).toBe(0)
  const application = (await ok('登记', 'GET', '/applications')).rows[0].application.id
  const lead = (await ok('普陀承办', 'GET', '/leads')).rows[0].lead.id
  const [paper] = (await ok('普陀承办', 'GET', `/notices/${noticeId}`)).documents
  const reason = { reason: '试' }
  const tries: [string, string, unknown?][] = [
    ['GET', `/applications/${application}`],
    ['GET', `/memberships/${removedRoom}/history`],
    ['POST', '/applications', { batchId: application, roomId: removedRoom }],
    ['PATCH', `/applications/${application}/fields`, { staff: 1 }],
    ['POST', `/applications/${application}/submit`],
    ['POST', `/applications/${application}/review`, { verb: 'start_county_review' }],
    ['POST', `/applications/${application}/list`, reason],
    ['GET', `/scorecards/${application}`],
    ['GET', `/scorecards/${application}/proposed`],
    ['GET', `/notices/${noticeId}`],
    ['GET', `/notices/documents/${paper.id}`],
    ['POST', `/notices/${noticeId}/serve`, { how: 'portal' }],
    ['POST', `/notices/${noticeId}/withdraw`, reason],
    ['POST', '/notices', { roomId: removedRoom, flagIds: [firstFlag] }],
    ['GET', `/removals/${removalId}`],
    ['POST', `/removals/${removalId}/signatures`, { stage: 'verify', outcome: 'agree' }],
    ['POST', `/removals/${removalId}/reinstate`, reason],
    ['GET', `/leads/${lead}`],
    ['POST', `/leads/${lead}/steps`, { verb: 'close' }],
    ['POST', '/leads/handover', { roomId: removedRoom, flagIds: [firstFlag], unit: '某局' }],
    ['POST', `/memberships/${removedRoom}/steps`, { verb: 'withdraw', ...reason }],
  ]
  for (const [method, path, body] of tries)
    expect((await call('定海全科', method, path, body)).status, `${method} ${path}`).toBe(404)
}
