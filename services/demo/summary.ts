import { listFlags } from '#shared/db/flags.ts'
import { listProposals } from '#shared/db/pool.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { stateNames } from '#shared/domain/membership.ts'
import { colourNames } from '#shared/domain/pool-policy.ts'
import { verdictNames } from '#shared/domain/verdict.ts'
import { articlesAt, categoryOf } from '../api/rulebook.ts'
import { channelNames, clock, marked, shanghai, tableText } from '../commands/words.ts'
import type { House } from '../house.ts'

/** What the demo found and what came of it, for a person to read. */
export async function summary({ deps }: House): Promise<string> {
  const page = { limit: 200, offset: 0 }
  const { rows: flags } = await listFlags(deps.db, deps, page)
  const { rows: rooms } = await listRooms(deps.db, deps, page)
  const proposals = await listProposals(deps.db, deps, 20)
  const leads = flags
    .toSorted((a, b) => a.saidAt.getTime() - b.saidAt.getTime())
    .map((flag) => {
      const articles = articlesAt(deps.rulebook, flag.articles, flag.saidAt, deps.now())
      const [article] = articles
      return [
        `${shanghai(flag.saidAt)} (${clock(flag.startMs)})`,
        channelNames[flag.channel],
        flag.hitCount > 1 ? `×${flag.hitCount}` : '',
        categoryOf(deps.rulebook, flag.category)?.name ?? flag.category,
        flag.state === 'open' ? '待复核' : verdictNames[flag.state],
        article ? `${article.short}${article.cite}` : '',
        flag.room,
        marked(flag.quote, flag.quoteStart, flag.quoteEnd),
      ]
    })
  return [
    '',
    `疑似线索 ${flags.length} 条(系统提示;经人工判定方为成立)`,
    tableText([['时间', '渠道', '次数', '类别', '判定', '条款', '直播间', '原话'], ...leads]),
    '',
    '培育库',
    tableText([
      ['直播间', '区划', '状态', '得分', '颜色', '待复核'],
      ...rooms.map((room) => [
        room.name,
        deps.regions.get(room.region) ?? room.region,
        stateNames[room.state],
        String(room.score),
        colourNames[room.colour],
        String(room.openFlags),
      ]),
    ]),
    ...proposals.flatMap(({ room, proposal: { body } }) => [
      '',
      `移出建议(草稿,须经六个环节由人决定):${room} ${body.score} 分`,
      ...body.triggers.map(({ name }) => `  条件:${name}`),
      ...body.rows.map(
        ({ deduction, running }) => `  −${deduction.points} → ${running}  ${deduction.why}`,
      ),
      `  ${body.voidWhen.text}`,
    ]),
    '',
  ].join('\n')
}
