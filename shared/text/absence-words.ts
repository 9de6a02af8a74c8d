import type { AbsenceNeed, AbsenceRule } from '#shared/domain/absence.ts'
import type { Channel } from '#shared/domain/channel.ts'
import type { Stretch } from './absence.ts'

const lacking: Readonly<Record<AbsenceNeed, string>> = {
  speech: '没有口播转写',
  title: '没有标题',
  goods: '商品类别未登记,也没有从口播听出',
  room: '直播间类型未登记',
  screen: '没有读取画面文字',
  link: '没有取得商品链接页',
}

const names: Readonly<Record<Channel, string>> = {
  speech: '口播',
  title: '标题',
  screen: '画面',
  link: '链接页',
  danmaku: '弹幕',
}

/** What a rule needs and does not have. */
export const hindranceText = (need: AbsenceNeed): string => lacking[need]

export const channelsText = (channels: readonly Channel[]): string =>
  channels.map((channel) => names[channel]).join('、')

/** Too little was heard to say that something is not there. */
export function thinText(
  { minutes, whenCount }: Pick<AbsenceRule, 'minutes' | 'whenCount'>,
  heardMinutes: number,
  talkCount: number,
  talkMinutes: number,
): string {
  if (heardMinutes < minutes) return `只听到 ${heardMinutes} 分钟口播,不足 ${minutes} 分钟`
  if (talkCount < whenCount) return `相关讲解只有 ${talkCount} 句,不足 ${whenCount} 句`
  return `相关讲解只听到 ${talkMinutes} 分钟,不足 ${minutes} 分钟`
}

/** Product talk went on for a while without the words. */
export function missingText({ fromMs, toMs, talk }: Stretch, looked: readonly Channel[]): string {
  const span = `开播后 ${clockText(fromMs)} 至 ${clockText(toMs)}`
  return `${span}讲解 ${talk.length} 句,${channelsText(looked)}里没有见到应有的内容。`
}

const shortUnits = 60

/** A sentence as long as a list can show. */
export function shortText(text: string): string {
  return text.length <= shortUnits
    ? text
    : `${text.slice(0, shortUnits).replace(/[\ud800-\udbff]$/, '')}…`
}

function clockText(ms: number): string {
  const s = Math.floor(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}
