import type { Block, Doc } from '#shared/documents/model.ts'
import { fieldNames, type MendItem, materialNames } from '#shared/domain/application.ts'
import { type Addressed, dayText, heading, paragraph } from '../notices/words.ts'

/** A paper's number and day, and who puts it out. */
interface Paper {
  readonly number: string
  readonly at: Date
  readonly bureau: string
}

const doc = ({ number, at, bureau }: Paper, title: string, blocks: readonly Block[]): Doc => ({
  title,
  issue: number,
  head: [bureau, dayText(at)],
  blocks,
  signatures: [bureau, dayText(at)],
  footer: number,
})

const to = ({ operator }: Addressed) => paragraph(`${operator ?? '申报人'}：`)

/** One room of a publicity list. */
export interface Candidate extends Addressed {
  readonly platform: string
  readonly regionName: string
}

/** 公示: who is to be listed, until when objections are taken, and how. Names alone, no score. */
export function publicityDoc(paper: Paper, rooms: readonly Candidate[], until: string): Doc {
  return doc(paper, '关于“绿色直播间”建设培育库拟入库直播间的公示', [
    paragraph(
      `根据《舟山市“绿色直播间”培育行动方案》（舟市监发〔2024〕36号），经申报、县（区）初审、市局审核和赋分，拟将下列 ${rooms.length} 个直播间纳入“绿色直播间”建设培育库，现予公示。`,
    ),
    {
      kind: 'table',
      caption: '拟入库直播间名单',
      columns: [
        { head: '序号', width: 8, numeric: true },
        { head: '直播间', width: 30 },
        { head: '平台', width: 14 },
        { head: '运营者', width: 32 },
        { head: '县（区）', width: 16 },
      ],
      rows: rooms.map((room, i) => [
        { text: String(i + 1) },
        { text: room.room },
        { text: room.platform },
        { text: room.operator ?? '—' },
        { text: room.regionName },
      ]),
    },
    heading('一、公示期限'),
    paragraph(`${dayText(paper.at)}起，${until}。`),
    heading('二、异议反映'),
    paragraph(
      '公示期内，任何单位和个人对拟入库直播间有异议的，可以实名书面向本局反映，写明事实和理由并附材料。本局对反映人的信息予以保密。',
    ),
  ])
}

/** 补正通知书: exactly what is to be mended, and by when. */
export function mendDoc(
  paper: Paper,
  addressed: Addressed,
  mend: readonly MendItem[],
  until: string,
): Doc {
  return doc(paper, '“绿色直播间”申报材料补正通知书', [
    to(addressed),
    paragraph(`你（单位）关于直播间“${addressed.room}”的申报，经审查须补正下列内容。`),
    {
      kind: 'table',
      caption: '须补正的内容',
      columns: [
        { head: '序号', width: 8, numeric: true },
        { head: '项目', width: 32 },
        { head: '须补正的内容', width: 60 },
      ],
      rows: mend.map(({ what, why }, i) => [
        { text: String(i + 1) },
        {
          text:
            what in fieldNames
              ? fieldNames[what as keyof typeof fieldNames]
              : materialNames[what as keyof typeof materialNames],
        },
        { text: why },
      ]),
    },
    paragraph(`${until}。补正后请再次提交。`),
  ])
}

/** 不予入库告知书: why, and that it may be tried again. */
export function rejectionDoc(paper: Paper, addressed: Addressed, reason: string): Doc {
  return doc(paper, '“绿色直播间”建设培育库不予入库告知书', [
    to(addressed),
    paragraph(
      `你（单位）关于直播间“${addressed.room}”的申报，经审查不予纳入“绿色直播间”建设培育库，理由如下：`,
    ),
    paragraph(reason),
    paragraph(
      '你（单位）对上述事实和理由有异议的，可以向本局提出并附材料；条件具备后可以在以后的批次重新申报。本告知书不是行政处罚决定。',
    ),
  ])
}

/** 入库通知书: the certificate's number and its last valid day. */
export function listingDoc(
  paper: Paper,
  addressed: Addressed,
  { certificate, validUntil }: { readonly certificate: string; readonly validUntil: string },
): Doc {
  return doc(paper, '“绿色直播间”建设培育库入库通知书', [
    to(addressed),
    paragraph(
      `经公示无异议，直播间“${addressed.room}”自${dayText(paper.at)}起纳入“绿色直播间”建设培育库，编号 ${certificate}，有效期至 ${validUntil}。`,
    ),
    paragraph('在库期间实行动态赋分，请按照责任清单和合规指引开展直播；标识不得转借、冒用。'),
  ])
}
