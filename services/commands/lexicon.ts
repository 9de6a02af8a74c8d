import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { findLexicon, listLexicons, versionsInUse } from '#shared/db/lexicons.ts'
import { type ShadowFilter, shadowReport } from '#shared/db/shadow.ts'
import { diffText } from '#shared/domain/lexicon-diff-text.ts'
import { lexiconStateNames } from '#shared/domain/lexicon-version.ts'
import { AppError } from '#shared/errors.ts'
import { exportLexicon } from '#shared/lexicon/export.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import {
  checkVersion,
  diffVersions,
  draftLexicon,
  publishLexicon,
  retireLexicon,
  rollbackLexicon,
  shadowLexicon,
  sourceOf,
} from '../lexicon/act.ts'
import { refusalOf } from '../lexicon/gate.ts'
import { backtestCommand } from './backtest.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import type { Json } from './forms.ts'
import { listText, reportText, shadowText, short } from './lexicon-words.ts'
import { healthCommand } from './term-health.ts'

interface By extends Json {
  readonly by?: string
}

const shipped = fileURLToPath(new URL('../../lexicons', import.meta.url))

/** `lexicon`: the versions of what is matched: drafted, compared, tried out, published, taken back. */
export function lexiconCommand(lexicon: Command, io: Io): void {
  const verb = (usage: string, words: string) =>
    lexicon.command(usage).description(words).option('--json', '输出 JSON / print JSON')
  const by = '经办人 / who does it'
  const reason = '理由 / reason'

  verb('list', '所有版本 / all versions').action((options: Json) =>
    inHouse(io, async ({ deps }) => {
      const rows = await listLexicons(deps.db)
      show(io, options.json, rows, () => listText(rows))
    }),
  )

  verb('draft', '由词库目录起草一版 / a draft from a folder')
    .requiredOption('--dir <dir>', '词库目录,如 lexicons / lexicon folder')
    .requiredOption('--author <name>', '起草人 / author')
    .requiredOption('--reason <text>', reason)
    .action((options: Json & { dir: string; author: string; reason: string }) =>
      inHouse(io, async (house) => {
        const { source } = await loadLexicon(options.dir)
        const owner = cliActor(house, options.author)
        const made = await draftLexicon(house.deps, source, options.reason, owner)
        show(io, options.json, made, () =>
          made.created
            ? `已起草词库版本 ${short(made.lexicon.version)}。`
            : `内容与已有版本 ${short(made.lexicon.version)} 相同(${lexiconStateNames[made.lexicon.state]}),未重复起草。`,
        )
      }),
    )

  verb('check <version>', '发布前核对:规则例句与已判定的线索 / what publishing would do').action(
    (name: string, options: Json) =>
      inHouse(io, async ({ deps }) => {
        const { lexicon: checked, report } = await checkVersion(deps, name, io.signal)
        const result = { version: checked.version, refusal: refusalOf(report), ...report }
        show(io, options.json, result, () => reportText(report))
      }),
  )

  verb('diff <before> <after>', '两个版本的差别 / how two versions differ').action(
    (before: string, after: string, options: Json) =>
      inHouse(io, async ({ deps }) => {
        const result = await diffVersions(deps.db, before, after)
        show(io, options.json, result, () => diffText(result.diff))
      }),
  )

  verb('shadow <version>', '影子试运行:命中另存,不成线索 / try out unseen')
    .option('--reason <text>', reason, '')
    .option('--by <name>', by)
    .action((name: string, options: By & { reason: string }) =>
      inHouse(io, async (house) => {
        const owner = cliActor(house, options.by)
        const moved = await shadowLexicon(house.deps, name, options.reason, owner)
        show(io, options.json, moved, () => `词库版本 ${short(moved.version)} 开始影子试运行。`)
      }),
    )

  verb('publish <version>', '核对后发布 / check and publish')
    .option('--reason <text>', '理由,不写则用起草理由 / reason, default: that of the draft')
    .option('--override-reason <text>', '核对不通过仍发布的理由 / why publish over a refusal')
    .option('--by <name>', by)
    .action((name: string, options: By & { reason?: string; overrideReason?: string }) =>
      inHouse(io, async (house) => {
        const owner = cliActor(house, options.by)
        const result = await publishLexicon(house.deps, name, options, owner, io.signal)
        show(
          io,
          options.json,
          result,
          () =>
            `${reportText(result.report, true)}\n词库版本 ${short(result.lexicon.version)} 已发布,各进程一分钟内启用。`,
        )
      }),
    )

  verb('rollback <version>', '重新启用曾经发布的版本 / publish a former version again')
    .requiredOption('--reason <text>', reason)
    .option('--by <name>', by)
    .action((name: string, options: By & { reason: string }) =>
      inHouse(io, async (house) => {
        const owner = cliActor(house, options.by)
        const moved = await rollbackLexicon(house.deps, name, options.reason, owner)
        show(io, options.json, moved, () => `已回滚到词库版本 ${short(moved.version)}。`)
      }),
    )

  verb('retire <version>', '停用草稿或影子版本 / give up a draft or a shadow')
    .option('--reason <text>', reason, '')
    .option('--by <name>', by)
    .action((name: string, options: By & { reason: string }) =>
      inHouse(io, async (house) => {
        const owner = cliActor(house, options.by)
        const moved = await retireLexicon(house.deps, name, options.reason, owner)
        show(io, options.json, moved, () => `词库版本 ${short(moved.version)} 已停用。`)
      }),
    )

  verb('export <version>', '导出为可编辑的词库目录 / write as a folder to edit')
    .requiredOption('--dir <dir>', '新的或空的目录 / a new or empty folder')
    .action((name: string, options: Json & { dir: string }) =>
      inHouse(io, async ({ deps }) => {
        const { version } = await findLexicon(deps.db, name)
        await exportLexicon(await sourceOf(deps.db, version), options.dir, shipped)
        const result = { version, dir: options.dir }
        show(io, options.json, result, () => `词库版本 ${short(version)} 已导出到 ${options.dir}。`)
      }),
    )

  verb('shadow-hits [version]', '影子版本与使用中版本的差别 / what the shadow finds otherwise')
    .option('--category <id>', '只看某类别 / one category')
    .option('--differs <how>', 'new(新增)| lost(消失)')
    .option('--limit <n>', '最多几条 / at most', '100')
    .action((name: string | undefined, options: Json & ShadowOptions) =>
      inHouse(io, async ({ deps }) => {
        const report = await shadowReport(
          deps.db,
          deps,
          await shadowNamed(deps.db, name),
          shadowFilter(options),
        )
        show(io, options.json, report, () => shadowText(report))
      }),
    )

  backtestCommand(lexicon, io)
  healthCommand(lexicon, io)
}

interface ShadowOptions {
  readonly category?: string
  readonly differs?: string
  readonly limit: string
}

/** The version asked for, or the one in shadow now. */
async function shadowNamed(
  db: Parameters<typeof findLexicon>[0],
  name: string | undefined,
): Promise<string> {
  if (name !== undefined) return (await findLexicon(db, name)).version
  const { shadow } = await versionsInUse(db)
  if (shadow) return shadow
  throw new AppError('not_found', '现在没有影子试运行的版本;请写明版本号,或先开始一个。')
}

function shadowFilter({ category, differs, limit }: ShadowOptions): ShadowFilter {
  if (!/^[1-9]\d{0,3}$/.test(limit)) throw new AppError('invalid', '--limit 应为 1 至 9999。')
  const page = { category, limit: Number(limit), offset: 0 }
  if (differs === undefined || differs === 'new' || differs === 'lost') return { ...page, differs }
  throw new AppError('invalid', '--differs 应为 new 或 lost。')
}
