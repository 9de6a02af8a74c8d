import { stringify } from 'csv-stringify/sync'
import { dayOf } from '#shared/domain/calendar.ts'
import { handOver } from '../../leads/handover.ts'
import type { LeadDeps } from '../../leads/import.ts'
import { importLeads } from '../../leads/import.ts'
import { stepLead } from '../../leads/steps.ts'
import { demoPeople } from '../people.ts'
import { roomsWithLeads } from './confirmed.ts'
import { asFarAsAllowed, daysAgo } from './when.ts'

const { caseOfficer } = demoPeople

/** Leads in and out: a file of complaints, one record handed over and closed, one just sent. */
export async function fillLeads(deps: LeadDeps): Promise<void> {
  const day = (days: number) => dayOf(daysAgo(deps, days).now().getTime())
  const complaints = stringify([
    ['登记编号', '投诉内容', '直播间名称', '登记时间'],
    ['YS12315-0001', '称“全网最低价”，次日降价', '东海渔嫂海鲜', day(9)],
    ['YS12315-0002', '收到的带鱼短斤缺两', '虾峙带鱼直播间', day(8)],
    ['YS12315-0003', '拒绝七日无理由退货', '外地某店', day(7)],
  ])
  const file = { name: '12315投诉.csv', bytes: Buffer.from(complaints) }
  await importLeads(daysAgo(deps, 5), caseOfficer, '12315', file)
  const ready = (await roomsWithLeads(deps.db, daysAgo(deps, 20).now())).slice(-2)
  for (const [i, { roomId, flagIds }] of ready.entries())
    await asFarAsAllowed(async () => {
      const form = { roomId, flagIds: [...flagIds], unit: '普陀区局', suggestion: '请核查处理。' }
      const { id } = await handOver(daysAgo(deps, 14), caseOfficer, form)
      const step = (days: number, of: Parameters<typeof stepLead>[3]) =>
        stepLead(daysAgo(deps, days), caseOfficer, id, of)
      await step(13, { verb: 'send', reason: '' })
      if (i > 0) return
      await step(12, { verb: 'receive', reason: '' })
      const found = { result: 'corrected' as const, disposal: 'guidance' as const }
      await step(4, { verb: 'report', reason: '已责令改正并复查', ...found })
      await step(3, { verb: 'close', reason: '' })
    })
}
