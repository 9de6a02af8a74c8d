/** What a figure counts. `hours` are kept in milliseconds and printed in hours, so that parts add up exactly. */
export type FigureUnit = '个' | '场' | '段' | '条' | '处' | '件' | '次' | '分钟' | 'hours'

interface Definition {
  readonly name: string
  readonly unit: FigureUnit
  /** 口径: what is counted, over which time, known when. Printed in the annex. */
  readonly definition: string
}

const define = (name: string, unit: FigureUnit, definition: string): Definition => ({
  name,
  unit,
  definition,
})

const said = '期内说出、生成时已入库、房间一方的线索（同场次、同类别、同一说法合并为 1 条）'
const judged = `${said}，以生成时未撤销的最新判定计`
const onDay = '按北京时间截取期内部分，同一场次多段录像重叠处只计一次'

/**
 * Every number a report may print. Each is one query (`shared/db/figures/queries.ts`) that also opens the list behind it;
 * a number that is not here is not printed.
 */
export const figures = {
  'rooms.all': define('辖区直播间', '个', '生成时登记在辖区内的直播间'),
  'rooms.pool': define(
    '在库直播间',
    '个',
    '生成时在库（含整改中、暂停标识、移出建议、告知申辩）的直播间',
  ),
  'rooms.green': define('在库绿色', '个', '在库直播间中动态得分属绿色的'),
  'rooms.blue': define('在库蓝色', '个', '在库直播间中动态得分属蓝色（提醒）的'),
  'rooms.yellow': define('在库黄色', '个', '在库直播间中动态得分属黄色（约谈、限期整改）的'),
  'rooms.red': define('在库红色', '个', '在库直播间中动态得分属红色（进入移出审议）的'),
  'rooms.applying': define(
    '申报办理中',
    '个',
    '生成时处于申报、初审、上报、审核、赋分、公示、异议核查的直播间',
  ),

  'air.rooms': define('开播直播间', '个', `期内有直播的直播间（去重）；${onDay}`),
  'air.poolRooms': define('在库开播', '个', '开播直播间中生成时在库的（去重）'),
  'air.broadcasts': define('开播场次', '场', '期内有直播的场次；跨零时的场次计入其经过的每一天'),
  'air.hours': define('直播时长', 'hours', `场次起止与录像起止合并后的时长；${onDay}`),
  'air.recorded': define('完整采集', 'hours', `采集台账中“已录”的时长；${onDay}`),
  'air.missing': define('采集缺失', 'hours', '直播时长减去完整采集；逐段见缺失说明'),
  'air.audible': define('可听', 'hours', `采集台账中“可听”的时长；${onDay}`),
  'air.transcribed': define('转写可用', 'hours', `采集台账中“已转写”的时长；${onDay}`),
  'air.scanned': define(
    '已比对',
    'hours',
    `已转写并与词库比对的时长，“未发现”仅指这些时长，每百小时以此为分母；${onDay}`,
  ),
  'air.danmaku': define('弹幕正常', 'hours', `采集台账中弹幕未中断的时长；${onDay}`),

  'gaps.recorded': define('采集缺失段', '段', '直播中没有录到的时段'),
  'gaps.rooms': define('采集缺失直播间', '个', '有一段以上超过 1 分钟没有录到的直播间（去重）'),
  'gaps.all': define('缺失时段', '段', '没有录到、听不到、没有转写或弹幕中断的时段合计'),
  'gaps.poorTwice': define(
    '连续两日采集不完整',
    '个',
    '本期末日与前一日采集完整率都低于红线的直播间',
  ),

  'recordings.all': define('登记录像', '段', '期内开始的录像文件'),
  'recordings.refused': define('无法读取', '段', '期内开始、读取失败的录像文件'),
  'recordings.waiting': define('等待转写', '段', '期内开始、生成时仍未转写的录像文件'),

  'flags.all': define('系统提示', '条', said),
  'flags.reviewed': define('已复核', '条', `${judged}：成立、排除、存疑或技术无效的`),
  'flags.confirmed': define('成立（涉嫌）', '条', judged),
  'flags.dismissed': define('排除', '条', judged),
  'flags.doubtful': define('存疑', '条', judged),
  'flags.invalid': define('技术无效', '条', judged),
  'flags.open': define('待复核', '条', `${said}，生成时尚无判定`),
  'flags.rooms': define('涉及直播间', '个', '有系统提示线索的直播间（去重）'),
  'flags.confirmedRooms': define('成立涉及直播间', '个', '有成立（涉嫌）线索的直播间（去重）'),
  'flags.confirmedBroadcasts': define('成立涉及场次', '场', '有成立（涉嫌）线索的场次（去重）'),
  'flags.hits': define('原始命中', '处', '上述线索合并前的命中处数，仅供参考'),
  'flags.audience': define(
    '观众弹幕信号',
    '条',
    '仅由观众弹幕命中的线索，不计入直播间线索（令117号第31条第2款）',
  ),
  'flags.season': define('季节专题线索', '条', '在期的季节专题所列类别的线索'),
  'flags.seasonConfirmed': define(
    '季节专题成立',
    '条',
    '在期的季节专题所列类别中成立（涉嫌）的线索',
  ),
  'hits.suppressed': define('语境排除', '处', '期内命中但由例外或语境排除、未提示的处数'),

  'recent.confirmed': define('近30日成立', '条', '截至期末 30 日内说出的线索，现为成立（涉嫌）'),
  'recent.dismissed': define('近30日排除', '条', '截至期末 30 日内说出的线索，现为排除'),
  'recent.waiting': define('近30日待办', '条', '截至期末 30 日内说出的线索，生成时待复核或存疑'),
  'recent.overdue': define('超时待办', '条', '近30日待办中，入库时间超过复核时限的'),

  'verdicts.given': define('当期判定', '次', '期内作出且未撤销的判定（含复核与更正）'),
  'verdicts.corrected': define('更正', '次', '期内作出、改变了原有判定的'),
  'verdicts.undone': define('撤销', '次', '期内在撤销时限内撤回的判定'),
  'verdicts.median': define('首次判定等候中位', '分钟', '期内首次判定距线索入库的分钟数的中位数'),
  'verdicts.longest': define('首次判定等候最长', '分钟', '期内首次判定距线索入库的分钟数的最大值'),

  'looks.drawn': define(
    '抽检抽取',
    '次',
    '期内抽取、须由另一人在不知原判定的情况下复看的判定（随机抽取与拟计入移出建议的）',
  ),
  'looks.given': define('抽检复看', '次', '期内由另一人复看的抽检'),
  'looks.agreed': define('抽检一致', '次', '抽检复看中与原判定一致的'),

  'notices.served': define('整改告知送达', '件', '期内送达的整改告知'),
  'notices.met': define('整改验收', '件', '期内验收的整改'),
  'notices.selfReported': define('自查自报', '件', '期内登记的自查自报'),
  'notices.pending': define('整改在办', '件', '生成时已送达、未验收的整改告知'),
  'notices.overdue': define('整改逾期', '件', '整改在办中，已过限期整改时限的'),

  'proposals.drafted': define('移出建议新增', '件', '期内起草的移出建议'),
  'proposals.withdrawn': define('移出建议撤回', '件', '期内因依据变化自动撤回的移出建议'),
  'proposals.open': define('移出建议在办', '件', '生成时未撤回的移出建议'),
  'proposals.hearing': define('告知申辩中', '个', '生成时处于告知申辩的直播间'),

  'misses.drawn': define('漏检抽样', '段', '截至期末 30 日内随机抽取的未提示片段'),
  'misses.reviewed': define('漏检已看', '段', '漏检抽样中已由人看过的片段'),
  'misses.missed': define('漏检确认', '段', '漏检已看中，认为应提示而未提示的片段'),
} as const satisfies Record<string, Definition>

export type FigureId = keyof typeof figures
export const figureIds = Object.keys(figures) as FigureId[]

export function isFigureId(id: string): id is FigureId {
  return Object.hasOwn(figures, id)
}

/** A number as people read it: hours with one decimal, everything else whole. */
export function figureText(id: FigureId, value: number): string {
  return figures[id].unit === 'hours' ? hoursText(value) : String(Math.round(value))
}

/** Milliseconds as hours with one decimal. */
export function hoursText(ms: number): string {
  return (Math.round(ms / 360_000) / 10).toFixed(1)
}

/** The unit as printed. */
export function unitText(id: FigureId): string {
  const { unit } = figures[id]
  return unit === 'hours' ? '小时' : unit
}
