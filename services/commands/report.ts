import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import { Day, dayOf } from '#shared/domain/calendar.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { inScope, RegionPath } from '#shared/domain/region.ts'
import { PeriodKind } from '#shared/domain/report-period.ts'
import { AppError } from '#shared/errors.ts'
import { openReport } from '../report/build.ts'
import { ReportFormat, writeReport } from '../report/formats.ts'
import { type Io, inHouse } from './context.ts'

const Options = z.object({
  region: RegionPath.optional(),
  period: PeriodKind,
  format: ReportFormat,
  version: z.coerce.number().int().min(1).optional(),
  out: z.string().min(1).optional(),
})

/** `report`: one period's report in one of its formats, to standard output or a file. */
export function reportCommand(command: Command, io: Io): void {
  command
    .requiredOption('--date <day>', 'YYYY-MM-DD、today 或 yesterday')
    .option('--period <period>', `期 / period: ${PeriodKind.options.join(', ')}`, 'day')
    .option('--region <path>', '区划路径 / region')
    .option('--format <format>', `格式 / format: ${ReportFormat.options.join(', ')}`, 'json')
    .option('--version <n>', '第几版,缺省为最新 / version')
    .option('--out <file>', '写入文件 / write to a file')
    .action((given: { date: string }) => {
      const parsed = Options.safeParse(given)
      if (!parsed.success)
        throw new AppError(
          'invalid',
          `--${parsed.error.issues[0]?.path.join('.')} 不对:可选 period ${PeriodKind.options.join('、')};format ${ReportFormat.options.join('、')}。`,
        )
      const { period, format, version, out, region } = parsed.data
      if (!out && format !== 'json' && format !== 'html')
        throw new AppError('invalid', `${format} 不是文字,请加 --out 文件。`)
      return inHouse(io, async ({ deps, config }) => {
        const now = deps.now()
        const word = { today: dayOf(now.getTime()), yesterday: dayOf(now.getTime() - 86_400_000) }[
          given.date
        ]
        const day = Day.safeParse(word ?? given.date)
        if (!day.success)
          throw new AppError('invalid', '--date 应为 YYYY-MM-DD、today 或 yesterday。')
        const path = region ?? config.REGION
        if (!inScope(config.REGION, path) || !deps.regions.has(path))
          throw new AppError(
            'invalid',
            `没有区划 ${path},可选:${[...deps.regions.keys()].join('、')}。`,
          )
        const report = await openReport(deps, { period, day: day.data, region: path }, version)
        const bytes = await writeReport(report, format, {
          now,
          freezeMinutes: policyOn(deps.reporting.reports, now.getTime()).freezeMinutes,
          names: deps.names,
        })
        if (out) await writeFile(out, bytes)
        else io.out(bytes.toString('utf8'))
      })
    })
}
