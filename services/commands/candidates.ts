import type { Command } from 'commander'
import { retryFailed, spentOn } from '#shared/db/adjudications.ts'
import { listCandidates } from '#shared/db/candidates.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import {
  CandidateSource,
  CandidateState,
  candidateSourceNames,
  candidateStateNames,
} from '#shared/domain/candidate.ts'
import { AppError, GiveUp } from '#shared/errors.ts'
import { adjudicateStage } from '../adjudicate/stage.ts'
import { type Decided, dismissCandidate, promoteCandidate } from '../candidates/decide.ts'
import type { House } from '../house.ts'
import { byPrefix, cliActor, type Io, inHouse, show } from './context.ts'
import { type Json, oneOf } from './forms.ts'
import { marked, shanghai, tableText } from './words.ts'

interface Act extends Json {
  readonly reason: string
  readonly by: string
}

const everything = { limit: 500, offset: 0 }

/** `candidates list|promote|dismiss`: what models propose and a person's act on it. */
export function candidatesCommand(candidates: Command, io: Io): void {
  candidates
    .command('list', { isDefault: true })
    .description('候选列表 / list candidates')
    .option('--state <state>', `状态 / state: ${CandidateState.options.join(', ')}`, 'open')
    .option('--source <source>', `来源 / source: ${CandidateSource.options.join(', ')}`)
    .option('--json', '输出 JSON / print JSON')
    .action((options: Json & { state: string; source?: string }) =>
      inHouse(io, async ({ deps }) => {
        const state = oneOf('--state', CandidateState.options, options.state)
        const source = oneOf('--source', CandidateSource.options, options.source)
        const { rows, total } = await listCandidates(deps.db, deps, {
          ...everything,
          state,
          source,
        })
        show(io, options.json, rows, () =>
          tableText([
            ['编号', '时间', '来源', '类别', '状态', '直播间', '原话', '理由'],
            ...rows.map((c) => [
              c.id.slice(0, 8),
              shanghai(c.saidAt),
              candidateSourceNames[c.source],
              deps.names.category(c.category),
              candidateStateNames[c.state],
              c.room,
              marked(c.quote, c.quoteStart, c.quoteEnd),
              c.reason,
            ]),
            ...(total > rows.length ? [[`另有 ${total - rows.length} 条`]] : []),
          ]),
        )
      }),
    )

  const act = (
    name: string,
    description: string,
    verb: (house: House, id: string, reason: string, actor: Actor) => Promise<Decided>,
  ) =>
    candidates
      .command(`${name} <candidate>`)
      .description(description)
      .option('--reason <text>', '理由 / reason', '')
      .option('--by <name>', '谁 / who', '命令行')
      .option('--json', '输出 JSON / print JSON')
      .action((prefix: string, options: Act) =>
        inHouse(
          io,
          async (house) => {
            const { rows } = await listCandidates(house.deps.db, house.deps, everything)
            const actor = cliActor(house, options.by)
            const result = await verb(house, byPrefix(rows, prefix).id, options.reason, actor)
            show(io, options.json, result, () =>
              result.flagId ? `已转为线索 ${result.flagId.slice(0, 8)},待复核。` : '已标为不采纳。',
            )
          },
          { work: true },
        ),
      )
  act('promote', '转为线索,由人复核 / make a lead of it', ({ deps }, ...given) =>
    promoteCandidate(deps, ...given),
  )
  act('dismiss', '不采纳 / say it is none', ({ deps }, ...given) =>
    dismissCandidate(deps, ...given),
  )
}

/** `adjudicate`: the language model asked now. */
export function adjudicateCommand(command: Command, io: Io): void {
  command
    .option('--retry', '连同已放弃的再问一遍 / ask again what was given up')
    .option('--limit <n>', '最多几项 / at most', '100')
    .option('--json', '输出 JSON / print JSON')
    .action((options: Json & { retry?: boolean; limit: string }) =>
      inHouse(
        io,
        async (house) => {
          const sum = await adjudicateNow(house, Number(options.limit), options.retry, io)
          show(
            io,
            options.json,
            sum,
            () =>
              `已问 ${sum.asked} 项,失败 ${sum.failed} 项;今天共调用 ${sum.calls} 次,${sum.tokens} 个词元。`,
          )
        },
        { advise: true },
      ),
    )
}

async function adjudicateNow({ deps }: House, limit: number, retry: boolean | undefined, io: Io) {
  if (!deps.adviser) throw new AppError('invalid', '没有配置大模型:请设置 LLM_URL 和 LLM_MODEL。')
  if (!Number.isInteger(limit) || limit < 1) throw new AppError('invalid', '--limit 应为正整数。')
  if (retry) await retryFailed(deps.db, deps.adviser.chat.model)
  let asked = 0
  let failed = 0
  for (const input of await adjudicateStage.pending(deps, limit)) {
    if (io.signal.aborted) break
    asked++
    try {
      await adjudicateStage.run(input, deps, io.signal)
    } catch (cause) {
      if (io.signal.aborted) break
      failed++
      if (cause instanceof GiveUp) await adjudicateStage.gaveUp(input, cause, deps)
      io.err(`${cause instanceof Error ? cause.message : String(cause)}\n`)
    }
  }
  return { asked, failed, ...(await spentOn(deps.db, dayOf(deps.now().getTime()))) }
}
