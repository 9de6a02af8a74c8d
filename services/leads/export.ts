import { type LeadFilter, listLeads } from '#shared/db/leads.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { leadDisposalNames, leadSourceNames, leadStateNames } from '#shared/domain/lead.ts'
import { platformNames } from '#shared/domain/room.ts'
import { categoryName } from '#shared/domain/rulebook.ts'
import { citesOf } from '../notices/words.ts'
import type { Sheet } from '../registry/sheet.ts'
import type { LeadDeps } from './import.ts'

const header = [
  '线索编号',
  '来源',
  '外部编号',
  '状态',
  '登记时间',
  '平台',
  '账号ID',
  '直播间',
  '经营主体',
  '统一社会信用代码',
  '实际经营地',
  '链接',
  '违法内容摘录',
  '涉嫌类别与条款',
  '证据校验值',
  '复核人',
  '承办单位',
  '市外移送',
  '下发',
  '签收',
  '核查截止',
  '核查结论',
  '处置',
  '反馈',
  '办结',
]

/** The hand-over record of every lead the filter lets through, one line each. */
export async function leadSheet(
  deps: LeadDeps,
  actor: Actor,
  filter: Omit<LeadFilter, 'limit' | 'after'>,
): Promise<Sheet> {
  const rows: string[][] = []
  for (let after: string | undefined; ; ) {
    const page = await listLeads(deps.db, actor, { ...filter, limit: 500, after })
    for (const { lead, room } of page.rows) {
      const { facts: f } = lead
      rows.push([
        lead.number,
        leadSourceNames[lead.source],
        lead.externalNo ?? '',
        leadStateNames[lead.state],
        day(lead.createdAt),
        f.platform ? platformNames[f.platform] : '',
        f.platformId,
        room ?? f.account,
        f.operatorName,
        f.operatorCode,
        f.actualPlace,
        f.link,
        f.quotes.map(({ quote }) => quote).join('；') || f.text,
        f.quotes
          .map((q) => `${categoryName(deps.rulebook, q.category)}：${citesOf(deps, q)}`)
          .join('；'),
        f.quotes.map(({ clipSha256 }) => clipSha256 ?? '').join('；'),
        [...new Set(f.quotes.map(({ confirmedBy }) => confirmedBy))].join('、'),
        lead.unit,
        lead.outside ? '是' : '否',
        day(lead.sentAt),
        day(lead.receivedAt),
        lead.dueUnknown ?? day(lead.checkDueAt),
        lead.result,
        lead.disposal ? leadDisposalNames[lead.disposal] : '',
        day(lead.reportedAt),
        day(lead.closedAt),
      ])
    }
    if (page.next === null) return { header, rows }
    after = page.next
  }
}

function day(at: Date | null): string {
  return at ? dayOf(at.getTime()) : ''
}
