import type { Command } from 'commander'
import { getGuide, listGuides, receiptsOf } from '#shared/db/guides.ts'
import { listStreamers, streamerFile } from '#shared/db/streamers.ts'
import { getMeasure, listMeasures, listOffers } from '#shared/db/support.ts'
import { listTrainings, trainingFile } from '#shared/db/trainings.ts'
import type { GuideKind } from '#shared/domain/guide.ts'
import { offerStateNames, type SupportKind } from '#shared/domain/support.ts'
import type { Deps } from '../deps.ts'
import { found } from '../registry/deps.ts'
import { day } from './cases.ts'
import { type Io, inHouse, show } from './context.ts'
import type { Json } from './forms.ts'
import { tableText } from './words.ts'

type Cells = readonly string[]
interface Page<Row> {
  readonly rows: readonly Row[]
  readonly total: number
}

/** What people keep beside rooms and operators: a list, and one of it with all that belongs to it. */
interface Shelf<Row, File> {
  readonly head: Cells
  readonly list: (deps: Deps, limit: number) => Promise<Page<Row>>
  readonly cells: (row: Row, region: (path: string) => string) => Cells
  readonly file: (deps: Deps, id: string) => Promise<File | undefined>
  readonly lines: (file: File) => Cells
}

const guideKinds: Readonly<Record<GuideKind, string>> = {
  responsibility: '责任清单',
  guide: '合规指引',
  other: '其他',
}
const supportKinds: Readonly<Record<SupportKind, string>> = {
  policy: '惠企政策',
  service: '创业服务',
  matching: '产业对接',
  workshop: '共富工坊',
}
const passed = (it: { readonly passed: boolean | null }) =>
  it.passed === false ? '未通过' : '通过'

/** What there is, and with an id one of them in full. */
const shelf =
  <Row, File>(it: Shelf<Row, File>) =>
  (command: Command, io: Io): void => {
    command
      .option('--limit <n>', '最多几条 / at most', '100')
      .option('--json', '输出 JSON / print JSON')
      .action((id: string | undefined, { json, limit }: Json & { limit: string }) =>
        inHouse(io, async ({ deps }) => {
          if (id !== undefined) {
            const file = found(await it.file(deps, id), it.head[1] ?? '')
            return show(io, json, file, () => it.lines(file).join('\n'))
          }
          const page = await it.list(deps, Number(limit) || 100)
          show(io, json, page, () =>
            tableText([
              it.head,
              ...page.rows.map((row) => it.cells(row, deps.names.region)),
              [`共 ${page.total} 条`],
            ]),
          )
        }),
      )
  }

/** `streamers`: hosts, their certificates, their hours of training. */
export const streamersCommand = shelf({
  head: ['编号', '主播', '昵称', '区划', '培训学时'],
  list: (deps, limit) => listStreamers(deps.db, deps, { limit }),
  cells: (row, region) => [row.id, row.name, row.alias, region(row.region), String(row.hours)],
  file: (deps, id) => streamerFile(deps.db, deps, id),
  lines: (it) => [
    `${it.name} ${it.alias} 培训 ${it.hours} 学时`,
    ...it.rooms.map((room) => `  直播间 ${room.name} ${room.id}`),
    ...it.credentials.map(
      (one) => `  ${one.name} ${one.number} 至 ${one.validUntil ?? '长期'} ${passed(one)}`,
    ),
    ...it.trainings.map((one) => `  培训 ${one.heldOn} ${one.title} ${one.hours} 学时`),
  ],
})

/** `trainings`: what was held, and who came. */
export const trainingsCommand = shelf({
  head: ['编号', '培训', '日期', '区划', '学时', '到课'],
  list: (deps, limit) => listTrainings(deps.db, deps, { limit }),
  cells: (row, region) => [
    ...[row.id, row.title, row.heldOn, region(row.region)],
    ...[String(row.hours), String(row.attended)],
  ],
  file: (deps, id) => trainingFile(deps.db, deps, id),
  lines: (it) => [
    `${it.heldOn} ${it.title} ${it.hours} 学时`,
    ...it.attendance.map((one) => `  ${one.name} ${one.hours} 学时 ${passed(one)}`),
  ],
})

/** `guides`: what was published, and who has read it. */
export const guidesCommand = shelf({
  head: ['编号', '文件', '种类', '版本', '发布', '已阅'],
  list: (deps, limit) => listGuides(deps.db, deps, { limit }),
  cells: (row) => [
    ...[row.id, row.title, guideKinds[row.kind], `v${row.version}`, day(row.publishedAt)],
    String(row.read),
  ],
  file: async (deps, id) => {
    const guide = await getGuide(deps.db, deps, id)
    return guide && { ...guide, receipts: await receiptsOf(deps.db, deps, id) }
  },
  lines: (it) => [
    `${it.title} v${it.version} ${day(it.publishedAt)} ${it.publishedBy}`,
    it.body,
    ...it.receipts.map((one) => `  已阅 ${day(one.readAt)} ${one.operator} ${one.readBy}`),
  ],
})

/** `support`: measures for the listed, and what came of them. */
export const supportCommand = shelf({
  head: ['编号', '措施', '种类', '区划', '自', '至'],
  list: (deps, limit) => listMeasures(deps.db, deps, { limit }),
  cells: (row, region) => [
    ...[row.id, row.title, supportKinds[row.kind], region(row.region), row.validFrom],
    row.validUntil ?? '长期',
  ],
  file: async (deps, id) => {
    const measure = await getMeasure(deps.db, deps, id)
    if (!measure) return undefined
    return {
      ...measure,
      offers: (await listOffers(deps.db, deps, { measureId: id, limit: 500 })).rows,
    }
  },
  lines: (it) => [
    `${it.title} ${it.validFrom} 至 ${it.validUntil ?? '长期'}`,
    it.body,
    ...it.offers.map(
      (one) => `  ${one.offeredOn} ${one.operator} ${offerStateNames[one.state]} ${one.outcome}`,
    ),
  ],
})
