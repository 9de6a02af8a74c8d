import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { errorSheet, exportRooms } from '../registry/export.ts'
import { importRooms } from '../registry/import/run.ts'
import { toCsv, toXlsx } from '../registry/sheet.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import type { Json } from './forms.ts'

/** `import rooms`: the ledger from a file. */
export function importCommand(command: Command, io: Io): void {
  command
    .command('rooms <file>')
    .description('直播间台账,.xlsx 或 CSV / rooms from .xlsx or CSV')
    .option('--dry-run', '只试算,不写入 / try only')
    .option('--errors <file>', '未导入的行写入此 .xlsx / refused lines to a file')
    .option('--by <name>', '经办人 / who does it')
    .option('--json', '输出 JSON / print JSON')
    .action((path: string, options: Json & { dryRun?: boolean; errors?: string; by?: string }) =>
      inHouse(io, async (house) => {
        const bytes = await readFile(path).catch((cause: unknown) => {
          throw new AppError('not_found', `读不到文件 ${path},请检查路径。`, { cause })
        })
        const { errors, ...result } = await importRooms(
          house.deps,
          cliActor(house, options.by),
          { name: basename(path), bytes },
          {
            dryRun: options.dryRun ?? false,
            progress: ({ step, done, total }) =>
              step === 'writing' && io.err(`\r写入 ${done}/${total}${done === total ? '\n' : ''}`),
          },
        )
        if (options.errors && errors.length > 0) {
          await writeFile(options.errors, await toXlsx(errorSheet(result.header, errors)))
        }
        show(io, options.json, { ...result, errors }, () =>
          [
            `${options.dryRun ? '试算' : '已导入'} ${result.rows} 行:新增 ${result.created},更新 ${result.updated},未变 ${result.unchanged},未导入 ${result.refused};经营主体新增 ${result.operatorsCreated},更新 ${result.operatorsUpdated}。`,
            ...(result.unknownColumns.length > 0
              ? [`未识别的列(未导入):${result.unknownColumns.join('、')}`]
              : []),
            ...errors.slice(0, 20).map((one) => `  第 ${one.line} 行 ${one.problems.join(';')}`),
            ...(errors.length > 20 ? [`  其余 ${errors.length - 20} 行见 --errors 文件。`] : []),
          ].join('\n'),
        )
      }),
    )
}

/** `export rooms`: the ledger as a file. */
export function exportCommand(command: Command, io: Io): void {
  command
    .command('rooms')
    .description('直播间台账 / the ledger of rooms')
    .requiredOption('--out <file>', '写入 .xlsx 或 .csv 文件 / file to write')
    .option('--by <name>', '经办人 / who does it')
    .action((options: { out: string; by?: string }) =>
      inHouse(io, async (house) => {
        const sheet = await exportRooms(house.deps, cliActor(house, options.by), {})
        const csv = options.out.toLowerCase().endsWith('.csv')
        await writeFile(options.out, csv ? toCsv(sheet) : await toXlsx(sheet))
        io.out(`已导出 ${sheet.rows.length} 个直播间到 ${options.out}。\n`)
      }),
    )
}
