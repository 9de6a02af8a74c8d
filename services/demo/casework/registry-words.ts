import type { OfferState, SupportKind } from '#shared/domain/support.ts'

/** Invented people. */
export const streamerNames: readonly string[] = [
  ...['林晓燕', '周海波', '陈雨荷', '王志远', '沈佳怡', '徐东升', '胡梦婷', '张岳军'],
  ...['刘一凡', '夏春梅', '方舟舟', '邵明月', '顾晓峰', '庄静怡', '乐海燕', '余小满'],
  ...['贺子涵', '俞秋实', '金丽娜', '傅国平', '韩雪儿', '翁海生', '孙一诺', '童欣然'],
]

export const trainings: readonly {
  readonly title: string
  readonly region: string
  readonly hours: number
  readonly place: string
  readonly host: string
  readonly daysBefore: number
}[] = [
  {
    ...{ title: '直播营销合规集中培训', region: 'zhoushan', hours: 8, place: '市局培训中心' },
    ...{ host: '舟山市市场监督管理局', daysBefore: 41 },
  },
  {
    ...{ title: '食品直播广告用语专题', region: 'zhoushan', hours: 3, place: '线上' },
    ...{ host: '舟山市市场监督管理局', daysBefore: 19 },
  },
  {
    ...{ title: '价格标示与广告用语专题培训', region: 'zhoushan/putuo', hours: 4 },
    ...{ place: '普陀分局二楼', host: '普陀分局', daysBefore: 12 },
  },
]

type Outcome = { readonly state: Exclude<OfferState, 'offered'>; readonly outcome: string } | null

const done = (outcome: string): Outcome => ({ state: 'done', outcome })
const accepted = (outcome: string): Outcome => ({ state: 'accepted', outcome })

/** 培育措施 (舟市监发〔2024〕36号 五), each with what came of its offers; null while nothing was heard. */
export const measures: readonly {
  readonly title: string
  readonly kind: SupportKind
  readonly region: string
  readonly body: string
  readonly contact: string
  readonly outcomes: readonly Outcome[]
}[] = [
  {
    ...{ title: '绿色直播间创建奖补', kind: 'policy', region: 'zhoushan' },
    ...{ body: '列入省级推荐的直播间按规定申领一次性奖补。', contact: '市局信用监管处' },
    outcomes: [done('已拨付'), accepted('材料审核中'), null],
  },
  {
    ...{ title: '商标注册与品牌指导', kind: 'service', region: 'zhoushan' },
    ...{ body: '上门指导商标注册、品牌授权材料整理。', contact: '知识产权服务窗口' },
    outcomes: [done('已提交注册申请'), { state: 'declined', outcome: '已有注册商标' }, null],
  },
  {
    ...{ title: '海岛农产品产销对接会', kind: 'matching', region: 'zhoushan/putuo' },
    ...{ body: '组织合作社与在库直播间对接选品。', contact: '普陀分局' },
    outcomes: [accepted('已报名'), null],
  },
]
