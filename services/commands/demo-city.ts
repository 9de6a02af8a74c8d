import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import { addDays, Day, dayOf } from '#shared/domain/calendar.ts'
import { AppError } from '#shared/errors.ts'
import { fillCity } from '../demo/big-city/fill.ts'
import { fillCases } from '../demo/casework/fill.ts'
import { type Io, inHouse, show } from './context.ts'

const Options = z.object({
  days: z.coerce.number().int().min(1).max(400),
  seed: z.coerce.number().int().min(0).max(1_000_000),
  rooms: z.coerce.number().int().min(20).max(2000),
  flags: z.coerce.number().int().min(0).max(20_000),
  until: Day.optional(),
  truth: z.string().optional(),
  busy: z.boolean().default(false),
  json: z.boolean().optional(),
})

/** `demo-city`: an invented city's month in an empty database, for a look around, tests and figures. */
export function demoCityCommand(command: Command, io: Io): void {
  command
    .option('--days <n>', '天数 / days', '30')
    .option('--seed <n>', '随机种子,相同则城市相同 / seed', '1')
    .option('--rooms <n>', '直播间数 / rooms', '130')
    .option('--flags <n>', '每日线索数 / flags a day', '300')
    .option('--until <day>', '最后一天,缺省为昨日 / last day')
    .option('--busy', '每个直播间天天开播 / every room on air every day')
    .option('--truth <file>', '把真值写入文件(不入库)/ write the truth to a file')
    .option('--json', '输出 JSON / print JSON')
    .action((given: unknown) => {
      const parsed = Options.safeParse(given)
      if (!parsed.success)
        throw new AppError(
          'invalid',
          `参数不对:${parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join(';')}。`,
        )
      const { truth: file, json, flags: flagsPerDay, ...options } = parsed.data
      return inHouse(io, async ({ deps }) => {
        const { published } = await deps.shelf.versions()
        const truth = await fillCity(deps.db, {
          ...options,
          flagsPerDay,
          until: options.until ?? addDays(dayOf(deps.now().getTime()), -1),
          city: deps.region.split('/')[0] ?? deps.region,
          lexicon: published,
          policies: deps.policies,
        })
        await fillCases(deps)
        if (file) await writeFile(file, JSON.stringify(truth))
        const all = Object.values(truth.flags)
        const summary = {
          rooms: options.rooms,
          days: options.days,
          until: truth.until,
          flags: all.length,
          violations: all.filter(({ violation }) => violation).length,
          missedMinutes: truth.missed.length,
        }
        show(io, json, summary, () =>
          [
            `演示城市已装入:${summary.rooms} 个直播间,${summary.days} 天,至 ${summary.until}。`,
            `线索 ${summary.flags} 条,其中按真值应成立 ${summary.violations} 条;另有 ${summary.missedMinutes} 分钟漏检。`,
            file
              ? `真值写入 ${file};数据库中没有真值。`
              : '数据库中没有真值;要真值请加 --truth 文件。',
          ].join('\n'),
        )
      })
    })
}
