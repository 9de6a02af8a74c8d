import type { Block } from '#shared/documents/model.ts'
import { hoursText } from '#shared/domain/figure.ts'
import { periodText } from '#shared/domain/report-period.ts'
import {
  captured,
  cell,
  heading,
  headOf,
  lineCell,
  type Material,
  n,
  note,
  para,
  percent,
  rate,
} from './words.ts'

/** 总体情况: what was on air and what of it was really heard, before anything that was found. */
export function overview(m: Material, number: string): Block[] {
  const { figures, names } = m
  const { values: v, comparisons, lowCoverage } = figures
  const title = heading(1, `${number}、总体情况`)
  const when = periodText(figures.period)
  if (v['air.hours'] === 0)
    return [
      title,
      para(
        `${when}，辖区直播间`,
        n(m, 'rooms.all'),
        '个（在库',
        n(m, 'rooms.pool'),
        '个），没有开播或录像记录。',
      ),
      para({
        text: '没有采集到任何直播，本期不作“未发现”的结论；请核对采集账号与计划。',
        alarm: true,
      }),
    ]
  const poor = v['air.recorded'] < v['air.hours'] * lowCoverage
  const first = comparisons.every(({ values }) => values === null)
  return [
    title,
    para(
      `${when}，在库直播间`,
      n(m, 'rooms.pool'),
      '个，其中',
      n(m, 'air.poolRooms'),
      '个开播；辖区共',
      n(m, 'air.rooms'),
      '个直播间开播，',
      n(m, 'air.broadcasts'),
      '场次、',
      n(m, 'air.hours'),
      '小时。完整采集',
      n(m, 'air.recorded'),
      '小时，采集完整率',
      { ...captured(v), ...(poor ? { alarm: true } : {}) },
      '；转写可用',
      n(m, 'air.transcribed'),
      '小时，可用率',
      rate(percent(v['air.transcribed'], v['air.recorded']), {
        ...{ of: 'air.transcribed', over: ['air.recorded'] },
      }),
      '；弹幕正常',
      n(m, 'air.danmaku'),
      '小时。缺失',
      n(m, 'air.missing'),
      '小时，涉及',
      n(m, 'gaps.rooms'),
      '个直播间，原因见附件3。',
    ),
    ...(poor
      ? [
          para({
            text: `本期采集完整率低于${percent(lowCoverage, 1)}，线索条数偏少可能只是没有录到，不宜与其他日期直接比较。`,
            alarm: true,
          }),
        ]
      : []),
    ...(v['recordings.refused'] + v['recordings.waiting'] > 0
      ? [
          para(
            '登记录像',
            n(m, 'recordings.all'),
            '段，其中无法读取',
            n(m, 'recordings.refused'),
            '段，等待转写',
            n(m, 'recordings.waiting'),
            '段。',
          ),
        ]
      : []),
    note(
      `以下“未发现”仅指已比对的 ${hoursText(v['air.scanned'])} 小时，其余时段未监听，不作结论。${first ? '此前没有可比的数据。' : ''}${
        figures.partial ? '本期尚未结束，数字只到生成之时。' : ''
      }`,
    ),
    {
      kind: 'table',
      caption: '表1 各县（区）监测时长（小时）',
      columns: [
        { head: '区划', width: 20 },
        { head: headOf('air.hours'), width: 16, numeric: true },
        { head: headOf('air.recorded'), width: 16, numeric: true },
        { head: headOf('air.missing'), width: 16, numeric: true },
        { head: '完整率', width: 14, numeric: true },
        { head: headOf('air.scanned'), width: 16, numeric: true },
      ],
      rows: figures.airByRegion.map(({ key, values }) => {
        const here = { region: key }
        return [
          cell(names.region(key)),
          lineCell(values, 'air.hours', here),
          lineCell(values, 'air.recorded', here),
          lineCell(values, 'air.missing', here),
          captured(values, here),
          lineCell(values, 'air.scanned', here),
        ]
      }),
      total: [
        cell('合计'),
        lineCell(v, 'air.hours'),
        lineCell(v, 'air.recorded'),
        lineCell(v, 'air.missing'),
        captured(v),
        lineCell(v, 'air.scanned'),
      ],
    },
    note('按毫秒统计、四舍五入到 0.1 小时，分项之和与合计可能相差 0.1。'),
  ]
}
