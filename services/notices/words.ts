import type { Block, Doc } from '#shared/documents/model.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { resolveArticles } from '#shared/domain/law.ts'
import type { NoticeItem } from '#shared/domain/notice.ts'
import { categoryName } from '#shared/domain/rulebook.ts'
import type { NoticeDeps } from './deps.ts'

/** `2026年3月11日`, as documents write a day. */
export function dayText(at: Date | number): string {
  const [year, month, day] = dayOf(Number(at)).split('-').map(Number)
  return `${year}年${month}月${day}日`
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', runs: [{ text }] }
}

export function heading(text: string): Block {
  return { kind: 'heading', level: 1, text }
}

/** The articles of an item as they stood when it was said, cited in full. */
export function citesOf(
  { rulebook }: Pick<NoticeDeps, 'rulebook'>,
  { articles, saidAtMs }: Pick<NoticeItem, 'articles' | 'saidAtMs'>,
): string {
  const bound = resolveArticles(rulebook.laws, articles, saidAtMs)
  return bound.map(({ short, cite }) => `《${short}》${cite}`).join('、') || '条款待核'
}

export interface Addressed {
  readonly room: string
  readonly operator: string | null
  readonly region: string
}

/** The facts of a case as a table: when, what was said, what it may breach, what is asked. */
function factsTable(deps: NoticeDeps, items: readonly NoticeItem[]): Block {
  return {
    kind: 'table',
    caption: '事实清单（均经人工判定，属涉嫌）',
    columns: [
      { head: '序号', width: 6, numeric: true },
      { head: '时间', width: 16 },
      { head: '原话', width: 34 },
      { head: '类别与条款', width: 26 },
      { head: '要求', width: 18 },
    ],
    rows: items.map((item, i) => [
      { text: String(i + 1) },
      {
        text: new Date(item.saidAtMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
      },
      { text: `“${item.quote}”${item.clipId ? `（片段 ${item.clipId.slice(0, 8)}）` : ''}` },
      { text: `${categoryName(deps.rulebook, item.category)}：${citesOf(deps, item)}` },
      { text: item.demand },
    ]),
  }
}

/** 整改告知书. */
export function noticeDoc(
  deps: NoticeDeps,
  to: Addressed,
  notice: {
    readonly number: string
    readonly items: readonly NoticeItem[]
    readonly demand: string
    readonly dueText: string
    readonly servedAt: Date
  },
): Doc {
  return {
    title: '整改告知书',
    issue: notice.number,
    head: [deps.regions.get(to.region) ?? to.region, dayText(notice.servedAt)],
    blocks: [
      paragraph(`${to.operator ?? '直播间运营者'}：`),
      paragraph(
        `经监测并由监管人员复核，你（单位）运营的直播间“${to.room}”存在下列涉嫌违反有关规定的情形，现告知如下。`,
      ),
      factsTable(deps, notice.items),
      heading('一、整改要求'),
      paragraph(notice.demand),
      heading('二、期限'),
      paragraph(notice.dueText),
      heading('三、权利'),
      paragraph(
        '你（单位）可以查看上述片段，对事实、依据和要求提出陈述申辩，并附材料。主动整改、合规体系完备且已尽责的情况，将一并考虑。本告知书不是行政处罚决定。',
      ),
    ],
    signatures: [dayText(notice.servedAt)],
    footer: `${notice.number}　片段与校验值见随附证据包`,
  }
}
