import type { Block } from '#shared/documents/model.ts'
import { colourNames } from '#shared/domain/pool-policy.ts'
import { heading, type Material, momentText, n, para, percent } from './words.ts'

/** 重点直播间: at most a few, with why. */
export function keyRooms({ figures, names }: Material, number: string): Block[] {
  const title = heading(1, `${number}、重点直播间`)
  if (figures.keyRooms.length === 0) return [title, para('本期没有达到重点条件的直播间。')]
  return [
    title,
    ...figures.keyRooms.map((room, i) =>
      para(
        `${i + 1}.${room.room}（${names.region(room.region)}）：成立`,
        {
          text: String(room.confirmed),
          figure: { id: 'flags.confirmed', narrowed: { room_id: room.roomId } },
        },
        `条，近30日累计`,
        {
          text: String(room.recentConfirmed),
          figure: { id: 'recent.confirmed', narrowed: { room_id: room.roomId } },
        },
        `条；“${room.phrase}”${room.times > 1 ? `同场重复${room.times}次` : '1次'}${
          room.score === null || room.colour === null
            ? ''
            : `；动态得分${room.score}（${colourNames[room.colour]}）`
        }${room.proposed ? '，已起草移出建议' : ''}。`,
      ),
    ),
  ]
}

/** 处置进展: notices, rectifications, removal; what is overdue by name. */
export function disposal(m: Material, number: string): Block[] {
  const { figures, names } = m
  const { values: v } = figures
  const late = figures.overdue
  return [
    heading(1, `${number}、处置进展`),
    para(
      '整改告知：新送达',
      n(m, 'notices.served'),
      '件、验收',
      n(m, 'notices.met'),
      '件，在办',
      n(m, 'notices.pending'),
      '件，逾期',
      {
        text: String(v['notices.overdue']),
        figure: { id: 'notices.overdue' },
        ...(v['notices.overdue'] > 0 ? { alarm: true } : {}),
      },
      '件；自查自报',
      n(m, 'notices.selfReported'),
      '件。移出建议：新增',
      n(m, 'proposals.drafted'),
      '件、自动撤回',
      n(m, 'proposals.withdrawn'),
      '件，在办',
      n(m, 'proposals.open'),
      '件；告知申辩中',
      n(m, 'proposals.hearing'),
      '个直播间。',
    ),
    ...(late.length > 0
      ? [
          para(
            `逾期未验收：${late.map(({ room, region, servedAt }) => `${room}（${names.region(region)}，${momentText(servedAt).split('日')[0]}日送达）`).join('、')}${
              v['notices.overdue'] > late.length ? '等' : ''
            }。`,
          ),
        ]
      : []),
    para(
      '培育库：在库',
      n(m, 'rooms.pool'),
      '个，绿',
      n(m, 'rooms.green'),
      '、蓝',
      n(m, 'rooms.blue'),
      '、黄',
      n(m, 'rooms.yellow'),
      '、红',
      n(m, 'rooms.red'),
      '个；申报办理中',
      n(m, 'rooms.applying'),
      '个。',
    ),
  ]
}

/** 季节专题: only what runs on these days. */
export function seasons(m: Material, number: string): Block[] {
  const { figures } = m
  const md = (value: string) => `${Number(value.slice(0, 2))}月${Number(value.slice(3))}日`
  return [
    heading(1, `${number}、季节专题`),
    ...figures.seasons.map(({ name, calendars }) =>
      para(
        `${name}：${calendars.map((c) => (c.from === '01-01' && c.to === '12-31' ? `${c.name}（全年）` : `${c.name}（${md(c.from)}至${md(c.to)}）`)).join('、')}在期。`,
      ),
    ),
    para(
      '上述专题所列类别提示',
      n(m, 'flags.season'),
      '条，成立（涉嫌）',
      n(m, 'flags.seasonConfirmed'),
      '条。',
    ),
  ]
}

/** 提请关注: what runs out or failed again. */
export function attention(m: Material, number: string): Block[] {
  const { figures, names } = m
  const { values: v, poorRooms } = figures
  const lines: Block[] = []
  if (v['recent.overdue'] > 0)
    lines.push(
      para(
        '近30日线索中',
        { ...n(m, 'recent.overdue'), alarm: true },
        '条已超过复核时限仍未办结（待办共',
        n(m, 'recent.waiting'),
        '条），请安排人员。',
      ),
    )
  else if (v['recent.waiting'] > 0)
    lines.push(para('近30日线索待办', n(m, 'recent.waiting'), '条，均在复核时限内。'))
  if (v['gaps.poorTwice'] > 0) {
    const shown = poorRooms
      .slice(0, 6)
      .map(({ room, region, share }) => `${room}(${names.region(region)},${percent(share, 1)})`)
    lines.push(
      para(
        n(m, 'gaps.poorTwice'),
        `个直播间连续2日采集不完整，建议核对账号与开播时间：${shown.join('、')}${poorRooms.length > 6 ? '等' : ''}。`,
      ),
    )
  }
  if (v['proposals.hearing'] > 0)
    lines.push(para(n(m, 'proposals.hearing'), '个直播间处于告知申辩，请留意听取意见的时限。'))
  return [heading(1, `${number}、提请关注`), ...(lines.length > 0 ? lines : [para('无。')])]
}
