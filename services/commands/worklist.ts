import type { Command } from 'commander'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { type Calibration, calibration } from '../worklist/learn.ts'
import { worklistOf } from '../worklist/list.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'

const Options = z.object({
  minutes: z.coerce.number().min(0).max(1440).optional(),
  category: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200),
  offset: z.coerce.number().int().min(0),
  by: z.string().min(1).optional(),
  calibration: z.coerce.number().int().min(1).max(90).optional(),
  json: z.boolean().optional(),
})

/** `worklist`: what to look at today, in which order and why, and what is left below the cut. */
export function worklistCommand(command: Command, io: Io): void {
  command
    .option('--minutes <n>', '可用分钟数,缺省见 policies/worklist.yaml / minutes')
    .option('--category <id>', '只看一个类别 / one category')
    .option('--limit <n>', '一页几项 / items a page', '50')
    .option('--offset <n>', '跳过几项 / items to pass over', '0')
    .option('--by <name>', '谁的清单 / whose list')
    .option('--calibration <days>', '不列清单,查核成立机会推算得准不准:拿最近几天的判定来试')
    .option('--json', '输出 JSON / print JSON')
    .action((given: unknown) => {
      const parsed = Options.safeParse(given)
      if (!parsed.success)
        throw new AppError(
          'invalid',
          `参数不对:${parsed.error.issues.map((i) => `--${i.path.join('.')} ${i.message}`).join(';')}。`,
        )
      const { by, json, calibration: days, ...query } = parsed.data
      return inHouse(io, async (house) => {
        const actor = cliActor(house, by)
        if (days !== undefined) {
          const found = await calibration(house.deps, actor, days)
          show(io, json, found, () => calibrationText(found))
          return
        }
        const list = await worklistOf(house.deps, actor, query)
        const lineOf = (row: (typeof list.rows)[number]) =>
          `${row.flag.id.slice(0, 8)} ${house.deps.names.category(row.flag.category)} “${row.flag.phrase}” ${row.flag.room} [${row.reasons.join(' · ')}]`
        show(io, json, list, () =>
          [
            `${list.minutes} 分钟可看 ${list.total} 项:`,
            ...list.rows.map(
              (row, i) => `${String(query.offset + i + 1).padStart(3)}. ${lineOf(row)}`,
            ),
            ...belowText(list.below),
            ...list.below.sample.map((row) => `  抽样 ${lineOf(row)}`),
            ...(list.elsewhere > 0 ? [`另有 ${list.elsewhere} 条搁置或在他人清单。`] : []),
          ].join('\n'),
        )
      })
    })
}

function belowText(below: { items: number; flags: number; expected: number | null }): string[] {
  if (below.items === 0) return ['没有看不到的。']
  const expected = below.expected === null ? '' : `,估计其中 ${below.expected} 条会成立`
  return [`限外 ${below.items} 项、${below.flags} 条未排入${expected}。`]
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`

function calibrationText({ learned, foretold, rows }: Calibration): string {
  if (rows.length === 0) return '最近没有判定,无从查核。'
  return [
    `以此前 ${learned} 条判定推算,与其后 ${foretold} 条判定对照(按推算由低到高分十份):`,
    ...rows.map(
      ({ n, foretold: told, happened }) =>
        `${String(n).padStart(6)} 条 推算 ${percent(told)} 实际 ${percent(happened.share)}(95% 区间 ${percent(happened.low)}–${percent(happened.high)})`,
    ),
  ].join('\n')
}
