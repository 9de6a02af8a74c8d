import type { Command } from 'commander'
import { Listr } from 'listr2'
import { roomNames } from '#shared/db/rooms.ts'
import { type BacktestTally, hitChanges, reviewMinutes, ruleOf } from '#shared/domain/backtest.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { inScope } from '#shared/domain/region.ts'
import { AppError } from '#shared/errors.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import { planBacktest, plannedBacktest } from '../backtest/plan.ts'
import { runBacktest } from '../backtest/run.ts'
import type { House } from '../house.ts'
import { type Io, inHouse, show } from './context.ts'
import { daysOf } from './term-health.ts'
import { clock, marked, tableText } from './words.ts'

interface Options {
  readonly draft?: string
  readonly dir?: string
  readonly days: string
  readonly region?: string
  readonly against?: string
  readonly resume?: string
  readonly threads?: string
  readonly json?: boolean
}

/** `lexicon backtest`: what a draft would find otherwise in what was said, and what that costs in review. */
export function backtestCommand(lexicon: Command, io: Io): void {
  lexicon
    .command('backtest')
    .description('回测:草稿在已存文本上的增减 / a draft over stored words')
    .option('--draft <version>', '草稿版本 / the draft')
    .option('--dir <dir>', '词库目录,代替已存的草稿 / a lexicon folder in its place')
    .option('--days <n>', '最近几天开播的场次 / broadcasts of so many days', '30')
    .option('--region <path>', '区划路径 / region')
    .option('--against <version>', '对照版本,缺省使用中的 / default: the one in force')
    .option('--resume <id>', '接着做一次中断的回测 / go on with an earlier run')
    .option('--threads <n>', '线程数,缺省为处理器数 / default: as many as processors')
    .option('--json', '输出 JSON / print JSON')
    .action((options: Options) =>
      inHouse(io, async (house) => {
        const { deps, config } = house
        const planned = await planOf(house, options)
        const { id } = planned.backtest
        const run = (onProgress: (text: string) => void) =>
          runBacktest(id, planned.before, planned.after, {
            db: deps.db,
            databaseUrl: config.DATABASE_URL,
            now: deps.now,
            signal: io.signal,
            threads: options.threads === undefined ? undefined : threadsOf(options.threads),
            onProgress: ({ done, all }) => onProgress(bar(done, all)),
          })
        io.err(`回测 ${id}(中断后可用 --resume ${id})\n`)
        const tally = options.json ? await run(() => {}) : await withBar(run)
        const perFlag = policyOn(deps.termHealth, deps.now().getTime()).reviewMinutesPerFlag
        const minutes = reviewMinutes(tally, perFlag)
        const rooms = await roomNames(deps.db, Object.keys(tally.rooms))
        const { draft, against, fromAt, toAt, region } = planned.backtest
        const result = {
          id,
          draft,
          against,
          fromAt,
          toAt,
          region,
          reviewMinutes: minutes,
          ...tally,
        }
        show(io, options.json, result, () => tallyText(tally, minutes, rooms))
      }),
    )
}

async function planOf({ deps, config }: House, options: Options) {
  const region = options.region ?? config.REGION
  if (!inScope(config.REGION, region)) throw new AppError('forbidden', '该区划不在本机构的辖区内。')
  if (options.resume !== undefined)
    return plannedBacktest(deps.db, { region: config.REGION }, options.resume)
  if ((options.draft === undefined) === (options.dir === undefined))
    throw new AppError('invalid', '请用 --draft 指定草稿版本,或用 --dir 指定词库目录。')
  const draft = options.draft ?? (await loadLexicon(options.dir ?? '')).source
  const order = { draft, against: options.against, days: daysOf(options.days) }
  return planBacktest(deps.db, { region }, order, deps.now())
}

function threadsOf(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  throw new AppError('invalid', '--threads 应为 1 至 99。')
}

function bar(done: number, all: number): string {
  const width = 30
  const full = all === 0 ? width : Math.round((done / all) * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${done}/${all}`
}

async function withBar(run: (onProgress: (text: string) => void) => Promise<BacktestTally>) {
  const tasks = new Listr<{ tally?: BacktestTally }>(
    [
      {
        title: '比对已存文本',
        task: async (context, task) => {
          context.tally = await run((text) => {
            task.output = text
          })
        },
      },
    ],
    { rendererOptions: { showErrorMessage: false } },
  )
  const { tally } = await tasks.run()
  if (!tally) throw new Error('the backtest ended without a tally')
  return tally
}

/** Rows and samples shown; the rest is in the JSON. */
const shownRows = 20

function tallyText(
  tally: BacktestTally,
  minutes: number,
  rooms: ReadonlyMap<string, string>,
): string {
  const { all, rules, categories, samples } = tally
  const table = (
    title: string,
    rows: Readonly<Record<string, typeof all>>,
    name = (key: string) => key,
  ) =>
    tableText([
      [title, '新增', '消失', '移动', '线索增', '线索减'],
      ...Object.entries(rows)
        .toSorted(([, a], [, b]) => changed(b) - changed(a))
        .slice(0, shownRows)
        .map(([key, c]) => [
          name(key),
          ...[c.new, c.lost, c.moved, c.flagsAdded, c.flagsGone].map(String),
        ]),
    ])
  const words = { new: '新增', lost: '消失', moved: '移动' }
  return [
    `录像 ${tally.recordings} 段，${tally.texts} 句，${(tally.chars / 10_000).toFixed(1)} 万字；可能不同的 ${tally.judged} 句由两版分别判断。`,
    `命中：新增 ${all.new}，消失 ${all.lost}，移动 ${all.moved}；线索增 ${all.flagsAdded}，减 ${all.flagsGone}；核查时间 ${minutes >= 0 ? '增加' : '减少'} ${Math.abs(minutes)} 分钟。`,
    ...(changed(all) === 0
      ? []
      : [
          table('规则', rules),
          table('类别', categories),
          table('直播间', tally.rooms, (id) => rooms.get(id) ?? id),
        ]),
    ...hitChanges.flatMap((change) => {
      const some = samples.filter((sample) => sample.change === change).slice(0, shownRows)
      if (some.length === 0) return []
      return [
        `${words[change]}的例子：`,
        ...some.map((sample) => {
          const hit = ruleOf(sample)
          return `  ${hit.rule}  ${clock(sample.startMs)}  ${marked(sample.text, hit.start, hit.end)}`
        }),
      ]
    }),
  ].join('\n')
}

const changed = (counts: BacktestTally['all']) => counts.new + counts.lost + counts.moved
