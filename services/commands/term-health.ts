import type { Command } from 'commander'
import { AppError } from '#shared/errors.ts'
import { type LexiconHealth, lexiconHealth } from '../lexicon/health.ts'
import { cliActor, type Io, inHouse, show } from './context.ts'
import { tableText } from './words.ts'

/** Whole days from an option's text, 1 to 366. Throws `invalid`. */
export function daysOf(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= 366) return days
  throw new AppError('invalid', '--days 应为 1 至 366 的整数。')
}

/** `lexicon health`: how every rule fared, and what to retire or narrow. */
export function healthCommand(lexicon: Command, io: Io): void {
  lexicon
    .command('health')
    .description('词条健康:各规则的命中、判定、重复与建议 / how every rule fared')
    .option('--days <n>', '最近几天的录像 / recordings of so many days', '30')
    .option('--json', '输出 JSON / print JSON')
    .action((options: { days: string; json?: boolean }) =>
      inHouse(io, async (house) => {
        const { db, now, shelf, termHealth } = house.deps
        const query = { db, now, lexicon: await shelf.latest(), policies: termHealth }
        const health = await lexiconHealth(query, cliActor(house), daysOf(options.days))
        show(io, options.json, health, () => healthText(health))
      }),
    )
}

const percent = (share: number) => `${Math.round(share * 100)}%`

function healthText({ version, chars, rules }: LexiconHealth): string {
  const fired = rules.filter(({ hits }) => hits > 0).toSorted((a, b) => b.hits - a.hits)
  const advised = rules.flatMap((rule) => rule.advice.map((advice) => ({ ...advice, rule })))
  return [
    `词库 ${version.slice(0, 12)}，规则 ${rules.length} 条，听过 ${(chars / 10_000).toFixed(1)} 万字，命中过的 ${fired.length} 条。`,
    tableText([
      [
        '规则',
        '命中',
        '排除语境',
        '线索',
        '成立',
        '排除',
        '存疑',
        '成立率',
        '95% 区间',
        '每万字',
        '重复',
      ],
      ...fired.map(
        ({
          rule,
          hits,
          suppressed,
          flags,
          confirmed,
          dismissed,
          doubtful,
          precision,
          per10k,
          overlap,
        }) => [
          rule,
          ...[hits, suppressed, flags, confirmed, dismissed, doubtful].map(String),
          precision ? percent(precision.share) : '',
          precision ? `${percent(precision.low)}–${percent(precision.high)}` : '',
          per10k.toFixed(2),
          overlap ? `${overlap.rule} ${percent(overlap.share)}` : '',
        ],
      ),
    ]),
    advised.length === 0 ? '没有要停用或收窄的规则。' : '建议：',
    ...advised.map(
      ({ act, reason, rule }) =>
        `  ${act === 'retire' ? '停用' : '收窄'} ${rule.rule}（${rule.name}）：${reason}`,
    ),
  ].join('\n')
}
