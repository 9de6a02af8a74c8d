import { answerNotice, recordTalk } from '../../notices/answer.ts'
import type { NoticeDeps } from '../../notices/deps.ts'
import { draftNotice, type NoticeForm } from '../../notices/draft.ts'
import { acceptNotice, readNotice, refuseNotice, serveNotice } from '../../notices/steps.ts'
import { demoPeople } from '../people.ts'
import { roomsWithLeads } from './confirmed.ts'
import { asFarAsAllowed, daysAgo } from './when.ts'

const { caseOfficer } = demoPeople
const answer = { text: '已下架相关话术，更正标价，并组织主播重新培训。', attachments: [] }

/** How far each notice has come, and how many days ago it was written; the last one went unanswered past its date. */
const stops = [
  { stop: 'draft', begun: 2 },
  { stop: 'served', begun: 3 },
  { stop: 'read', begun: 4 },
  { stop: 'answered', begun: 6 },
  { stop: 'refused', begun: 9 },
  { stop: 'accepted', begun: 12 },
  { stop: 'overdue', begun: 21 },
] as const

/** Notices of rectification at every stage, on the city's own confirmed leads. */
export async function fillNotices(deps: NoticeDeps): Promise<void> {
  const used = new Set<string>()
  for (const { stop, begun } of stops) {
    // Verdicts come within four days of what they judge.
    const ready = await roomsWithLeads(deps.db, daysAgo(deps, begun + 4).now())
    const room = ready.find(({ roomId }) => !used.has(roomId))
    if (!room) continue
    const { roomId, flagIds } = room
    used.add(roomId)
    const form: NoticeForm = { roomId, flagIds: [...flagIds], clock: 'notice-rectify' }
    await asFarAsAllowed(() => follow(deps, form, stop, begun))
  }
}

async function follow(
  deps: NoticeDeps,
  form: NoticeForm,
  stop: (typeof stops)[number]['stop'],
  begun: number,
) {
  const on = (day: number) => daysAgo(deps, begun - day)
  const { id } = await draftNotice(on(0), caseOfficer, form)
  if (stop === 'draft') return
  await serveNotice(on(0.1), caseOfficer, id, 'portal')
  if (stop === 'served' || stop === 'overdue') return
  await readNotice(on(1), caseOfficer, id)
  if (stop === 'read') return
  await answerNotice(on(3), caseOfficer, id, answer)
  if (stop === 'answered') return
  if (stop === 'refused') {
    await refuseNotice(on(4), caseOfficer, id, '未附更正后的标价截图，请补充后再次答复')
    await recordTalk(on(5), caseOfficer, {
      roomId: form.roomId,
      noticeId: id,
      heldAt: on(5).now().toISOString(),
      place: '市场监管所',
      present: ['直播间负责人', '当班主播', caseOfficer.name],
      content: '说明答复缺少的材料，约定补充日期。',
      commitments: '三日内补齐更正后的标价截图。',
    })
    return
  }
  await acceptNotice(on(5), caseOfficer, id, '整改到位，材料齐全')
}
