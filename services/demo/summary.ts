import { listFlags } from '#shared/db/flags.ts'
import { listRemovals } from '#shared/db/removals.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { stateNames } from '#shared/domain/membership.ts'
import { colourNames } from '#shared/domain/pool-policy.ts'
import { articlesAt } from '#shared/domain/rulebook.ts'
import { verdictNames } from '#shared/domain/verdict.ts'
import { channelNames, clock, marked, shanghai, tableText } from '../commands/words.ts'
import type { House } from '../house.ts'
import { watchedFlags, watchedProposals, watchedRooms } from './watched.ts'

/** What the demo found in the broadcasts it read, what came of it, and the city around them, for a person to read. */
export async function summary(house: House): Promise<string> {
  const { deps } = house
  const flags = await watchedFlags(house)
  const rooms = await watchedRooms(house)
  const proposals = await watchedProposals(house)
  const one = { limit: 1, offset: 0 }
  const { total: leadsInAll } = await listFlags(deps.db, deps, one)
  const { total: roomsInAll } = await listRooms(deps.db, deps, one)
  const { total: casesInAll } = await listRemovals(deps.db, deps, one)
  const leads = flags.map((flag) => {
    const articles = articlesAt(deps.rulebook, flag.articles, flag.saidAt, deps.now())
    const [article] = articles
    return [
      `${shanghai(flag.saidAt)} (${clock(flag.startMs)})`,
      channelNames[flag.channel],
      flag.hitCount > 1 ? `×${flag.hitCount}` : '',
      deps.names.category(flag.category),
      flag.state === 'open' ? '待复核' : verdictNames[flag.state],
      article ? `${article.short}${article.cite}` : '',
      flag.room,
      marked(flag.quote, flag.quoteStart, flag.quoteEnd),
    ]
  })
  return [
    '',
    `所读录像中的疑似线索 ${flags.length} 条(系统提示;经人工判定方为成立)`,
    tableText([['时间', '渠道', '次数', '类别', '判定', '条款', '直播间', '原话'], ...leads]),
    '',
    '培育库',
    tableText([
      ['直播间', '区划', '状态', '得分', '颜色', '待复核'],
      ...rooms.map((room) => [
        room.name,
        deps.names.region(room.region),
        stateNames[room.state],
        String(room.score),
        colourNames[room.colour],
        String(room.openFlags),
      ]),
    ]),
    '',
    `全市(虚构):${roomsInAll} 个直播间,${leadsInAll} 条线索,${casesInAll} 件移出案件;请在控制台查看。`,
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
