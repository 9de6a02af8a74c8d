import type { Block, Doc } from '#shared/documents/model.ts'
import { addDays, dayOf } from '#shared/domain/calendar.ts'
import { type Leniency, leniencyGrounds, leniencyOutcomes } from '#shared/domain/leniency.ts'
import type { RemovalProposal } from '#shared/domain/removal.ts'
import { categoryName } from '#shared/domain/rulebook.ts'
import type { NoticeDeps } from '../notices/deps.ts'
import { type Addressed, dayText, heading, paragraph } from '../notices/words.ts'

/** The arithmetic as a table: each line, what it cost, what is left. */
function arithmetic(deps: NoticeDeps, body: RemovalProposal): Block {
  return {
    kind: 'table',
    caption: `动态得分计算（规则版本 ${body.policyVersion}，计算日 ${dayOf(body.onMs)}）`,
    columns: [
      { head: '时间', width: 16 },
      { head: '类别', width: 24 },
      { head: '计算', width: 40 },
      { head: '扣分', width: 9, numeric: true },
      { head: '余分', width: 9, numeric: true },
    ],
    rows: body.rows.map(({ deduction, running }) => [
      { text: dayOf(deduction.saidAtMs) },
      { text: categoryName(deps.rulebook, deduction.category) },
      { text: deduction.why },
      { text: String(deduction.points) },
      { text: String(running) },
    ]),
  }
}

function favourable(body: RemovalProposal): Block[] {
  return body.favourable.length === 0
    ? [paragraph('卷内暂无有利材料。')]
    : body.favourable.map(({ text, atMs }) => paragraph(`${dayText(atMs)}　${text}`))
}

interface Paper {
  readonly number: string
  readonly at: Date
}

const doc = (
  deps: NoticeDeps,
  to: Addressed,
  { number, at }: Paper,
  title: string,
  blocks: readonly Block[],
): Doc => ({
  title,
  issue: number,
  head: [deps.regions.get(to.region) ?? to.region, dayText(at)],
  blocks,
  signatures: [dayText(at)],
  footer: number,
})

/** 移出事实告知书: the facts, the arithmetic, what speaks for the operator, and by when to answer. */
export function hearingDoc(
  deps: NoticeDeps,
  to: Addressed,
  paper: Paper,
  body: RemovalProposal,
  dueText: string,
): Doc {
  return doc(deps, to, paper, '移出培育库事实告知书', [
    paragraph(`${to.operator ?? '直播间运营者'}：`),
    paragraph(
      `你（单位）运营的直播间“${to.room}”因下列经人工判定成立（涉嫌）的事实，达到“${body.triggers.map(({ name }) => name).join('、')}”，拟研究是否移出“绿色直播间”建设培育库。`,
    ),
    arithmetic(deps, body),
    heading('一、有利材料'),
    ...favourable(body),
    heading('二、陈述申辩'),
    paragraph(`${dueText}可以查看全部片段并提出陈述申辩；不会因陈述申辩加重处理。`),
    paragraph(body.voidWhen.text),
  ])
}

/** The notice taken back, because its facts fell. */
export function withdrawnDoc(deps: NoticeDeps, to: Addressed, paper: Paper, why: string): Doc {
  return doc(deps, to, paper, '撤回移出培育库事实告知书的通知', [
    paragraph(`${to.operator ?? '直播间运营者'}：`),
    paragraph(`此前送达的关于直播间“${to.room}”的移出事实告知书现予撤回。${why}`),
    paragraph('原告知书连同计算一并留存备查。'),
  ])
}

/** 移出决定告知书. */
export function letterDoc(
  deps: NoticeDeps,
  to: Addressed,
  paper: Paper,
  body: RemovalProposal,
  { leniency, reapplyFrom }: { readonly leniency: Leniency; readonly reapplyFrom: string },
): Doc {
  const grounds = leniencyGrounds.filter(({ id }) => leniency.grounds.includes(id))
  return doc(deps, to, paper, '移出培育库决定告知书', [
    paragraph(`${to.operator ?? '直播间运营者'}：`),
    paragraph(
      `经核实、告知申辩、审核和批准，直播间“${to.room}”确实涉嫌违法、情节严重，决定移出“绿色直播间”建设培育库（舟市监发〔2024〕36号第七条第三项）。`,
    ),
    arithmetic(deps, body),
    heading('一、合规尽责情况'),
    paragraph(`${leniency.system}${leniency.diligence}`),
    paragraph(
      `结论：${leniencyOutcomes[leniency.outcome]}。${grounds.map(({ text, basis }) => `${text}（${basis}）`).join('；')}${leniency.reason}`,
    ),
    heading('二、重新申报'),
    paragraph(
      `自 ${reapplyFrom} 起可以重新申报；${addDays(reapplyFrom, -1)} 及以前提出的不予受理。`,
    ),
  ])
}

/** 移出公告: names and the decision, no quotes and no scores. */
export function publicDoc(deps: NoticeDeps, to: Addressed, paper: Paper): Doc {
  return doc(deps, to, paper, '关于移出“绿色直播间”建设培育库的公告', [
    paragraph(
      `直播间“${to.room}”（运营者：${to.operator ?? '—'}）自${dayText(paper.at)}起移出“绿色直播间”建设培育库，停止使用相关标识。`,
    ),
  ])
}

/** The decision taken back: second version of letter and public notice. */
export function reinstatedDoc(
  deps: NoticeDeps,
  to: Addressed,
  paper: Paper,
  title: string,
  why: string,
): Doc {
  return doc(deps, to, paper, title, [
    paragraph(
      `此前关于直播间“${to.room}”移出“绿色直播间”建设培育库的决定予以撤销，自${dayText(paper.at)}起恢复在库。${why}`,
    ),
  ])
}
