import { z } from 'zod'
import { act } from '#shared/db/act.ts'
import { addLead } from '#shared/db/leads.ts'
import { quotedFlags } from '#shared/db/notices.ts'
import { nextNumber } from '#shared/db/numbers.ts'
import { operatorOf } from '#shared/db/operators.ts'
import { lockRoomFor, roomEvents } from '#shared/db/pool.ts'
import type { Doc } from '#shared/documents/model.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { casesOf } from '#shared/domain/flag-case.ts'
import type { LeadFacts } from '#shared/domain/lead.ts'
import { inScope } from '#shared/domain/region.ts'
import { Platform } from '#shared/domain/room.ts'
import { categoryName } from '#shared/domain/rulebook.ts'
import { AppError } from '#shared/errors.ts'
import { fileDocument } from '../notices/deps.ts'
import { citesOf, dayText, paragraph } from '../notices/words.ts'
import { isForeign, type LeadDeps } from './import.ts'

export const HandoverForm = z.strictObject({
  roomId: z.uuid(),
  flagIds: z.array(z.uuid()).min(1, '至少选择一条线索').max(200),
  unit: z.string().trim().min(1, '请写明承办单位').max(100),
  suggestion: z.string().trim().max(2000).default('请核查处理并反馈结果。'),
})
export type HandoverForm = z.infer<typeof HandoverForm>

/**
 * 线索移交: confirmed flags of a room as one numbered record with its letter. A room run from outside the city becomes a
 * transfer to where it is run (令117号 第47条).
 */
export async function handOver(deps: LeadDeps, actor: Actor, form: HandoverForm) {
  return act(deps, actor, { verb: 'lead.write' }, async (tx, at) => {
    const { room } = await lockRoomFor(tx, actor, form.roomId)
    const flagIds = [...new Set(form.flagIds)]
    const found = await quotedFlags(tx, form.roomId, flagIds)
    if (found.length !== flagIds.length)
      throw new AppError('not_found', '所选线索中有的不属于该直播间，请重新选择。')
    const cases = casesOf(await roomEvents(tx, form.roomId), at.getTime())
    const confirmed = new Map(cases.map((c) => [c.flag.flagId, c.confirmed?.by]))
    const operator = room.operatorId === null ? null : await operatorOf(tx, room.operatorId)
    const quotes = found.map(({ flag, clipFiles }) => {
      const confirmedBy = confirmed.get(flag.id)
      if (confirmedBy === undefined)
        throw new AppError('conflict', `“${flag.quote}”未判定成立，或撤销时限未满，不能移交。`)
      const { id: flagId, quote, category, severity, articles } = flag
      const clipSha256 = clipFiles?.find(({ role }) => role === 'original')?.sha256 ?? null
      const saidAtMs = flag.saidAt.getTime()
      return { flagId, quote, saidAtMs, category, severity, articles, clipSha256, confirmedBy }
    })
    const actualPlace = operator?.actualPlace ?? ''
    const outside =
      actualPlace === '' ? isForeign(deps, operator?.code ?? '') : !inScope(deps.city, actualPlace)
    const facts: LeadFacts = {
      title: `${room.name}涉嫌违反直播营销有关规定的线索`,
      text: form.suggestion,
      happenedOn: null,
      platform: Platform.parse(room.platform),
      platformId: room.platformId,
      account: room.accountName || room.name,
      operatorName: operator?.name ?? '',
      operatorCode: operator?.code ?? '',
      actualPlace: deps.regions.get(actualPlace) ?? (actualPlace || (operator?.address ?? '')),
      link: room.link ?? '',
      quotes,
      matchedBy: 'person',
    }
    const number = await nextNumber(tx, 'lead', at)
    const result = await addLead(tx, {
      number,
      direction: 'out',
      source: 'monitoring',
      region: room.region,
      roomId: room.id,
      state: 'entered',
      facts,
      flagIds,
      unit: form.unit,
      outside,
      createdBy: actor.name,
      createdAt: at,
    })
    const doc = handoverDoc(deps, { number, at, unit: form.unit, outside }, facts)
    const filed = { roomId: room.id, subjectId: result.id, number, by: actor.name }
    await fileDocument(deps, tx, { ...filed, kind: 'lead-handover', doc }, at)
    return { result, subject: result.id, after: { number, flagIds, unit: form.unit, outside } }
  })
}

function handoverDoc(
  deps: LeadDeps,
  head: { number: string; at: Date; unit: string; outside: boolean },
  facts: LeadFacts,
): Doc {
  const time = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)
  return {
    title: head.outside ? '线索移送函' : '线索移交函',
    issue: head.number,
    head: [deps.regions.get(deps.city) ?? deps.city, dayText(head.at)],
    blocks: [
      paragraph(`${head.unit}：`),
      paragraph(
        `现将直播间“${facts.account}”（运营者：${facts.operatorName || '待查'}，统一社会信用代码：${facts.operatorCode || '待查'}，实际经营地：${facts.actualPlace || '待查'}）的涉嫌违法线索 ${facts.quotes.length} 条移交你单位。${facts.text}`,
      ),
      {
        kind: 'table',
        caption: '线索清单（均经人工判定，属涉嫌）',
        columns: [
          { head: '时间', width: 16 },
          { head: '原话', width: 32 },
          { head: '类别与条款', width: 30 },
          { head: '证据校验值（SHA-256）', width: 22 },
        ],
        rows: facts.quotes.map((item) => [
          { text: time(item.saidAtMs).replace('T', ' ') },
          { text: `“${item.quote}”` },
          { text: `${categoryName(deps.rulebook, item.category)}：${citesOf(deps, item)}` },
          { text: item.clipSha256 ?? '片段未截取' },
        ]),
      },
    ],
    signatures: [dayText(head.at)],
    footer: head.number,
  }
}
