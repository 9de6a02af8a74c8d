import { expect, test } from 'vitest'
import { loadPolicy } from '#shared/policy/load.ts'
import { ImportColumns, readHeader } from './columns.ts'
import { readDay, readRow } from './row.ts'

const words = await loadPolicy('policies/import-columns.yaml', ImportColumns)
const regions = new Map([
  ['普陀', 'zhoushan/putuo'],
  ['定海', 'zhoushan/dinghai'],
])
const heading = [
  '直播间名称（必填）',
  '平台',
  '帐号',
  '抖音号',
  '链接',
  '品类',
  '县区',
  '主体名称',
  '信用代码',
  '成立日期',
]
const header = readHeader(heading, words)
const read = (cells: Record<string, string>, scope = 'zhoushan') =>
  readRow(
    heading.map((name) => cells[name] ?? ''),
    { header, words, regions, scope },
  )
const named = { '直播间名称（必填）': '东海渔嫂', 平台: '抖音', 抖音号: '123' }

test('headings are known by their synonyms; the others are told', () => {
  expect(header.unknown).toEqual(['帐号'])
  expect(header.at.get('platformId')).toBe(3)
})

test.each([
  [['平台', '账号ID'], /没有找到/],
  [['直播间名称', '平台'], /须有/],
  [['直播间名称', '直播间', '链接'], /同一项/],
])('the heading %j is refused', (cells, why) => {
  expect(() => readHeader(cells, words)).toThrow(why)
})

test('a line becomes a room and its operator; blanks are left open', () => {
  const line = read({
    ...{ ...named, 品类: '海鲜、食品', 县区: '普陀', 主体名称: '舟山渔嫂有限公司' },
    ...{ 信用代码: '91330903ma28k00005', 成立日期: '2020年3月5日' },
  })
  expect(line).toEqual({
    room: {
      ...{ platform: 'douyin', platformId: '123', name: '东海渔嫂' },
      ...{ goods: ['seafood', 'food'], region: 'zhoushan/putuo' },
    },
    operator: { code: '91330903MA28K00005', name: '舟山渔嫂有限公司', foundedOn: '2020-03-05' },
  })
})

test('without a region it is the person’s own; the id comes from the link', () => {
  const link = 'https://live.kuaishou.com/u/3xabc'
  expect(read({ '直播间名称（必填）': '甲', 链接: link }, 'zhoushan/dinghai')).toEqual({
    room: {
      platform: 'kuaishou',
      platformId: '3xabc',
      name: '甲',
      link,
      region: 'zhoushan/dinghai',
    },
    operator: null,
  })
})

test.each([
  [{ ...named, 抖音号: '7.3E+18' }, /科学计数：请/],
  [{ ...named, 平台: '某音' }, /无法识别：请/],
  [{ ...named, 平台: '快手', 链接: 'https://live.douyin.com/123' }, /链接却是抖音的：请/],
  [{ '直播间名称（必填）': '甲', 链接: 'https://v.douyin.com/ab/' }, /短链接/],
  [{ ...named, 县区: '杭州' }, /区划表中：请/],
  [{ ...named, 品类: '海鲜、飞机' }, /飞机/],
  [{ ...named, 主体名称: '甲公司' }, /缺统一社会信用代码：请/],
  [{ ...named, 主体名称: '甲公司', 信用代码: '91330903MA28K00000' }, /校验位不符/],
  [
    { ...named, 主体名称: '甲公司', 信用代码: '91330903MA28K00005', 成立日期: '去年' },
    /不是日期：请/,
  ],
  [{ 平台: '抖音', 抖音号: '1' }, /为空：请/],
])('%j is refused with what to do', (cells, why) => {
  const line = read(cells)
  expect('problems' in line && line.problems.join()).toMatch(why)
})

test('a region outside one’s own is refused', () => {
  const line = read({ ...named, 县区: '普陀' }, 'zhoushan/dinghai')
  expect('problems' in line && line.problems.join()).toMatch(/不在您的辖区/)
})

test.each([
  ['2024-7-1', '2024-07-01'],
  ['2024/07/01', '2024-07-01'],
  ['20240701', '2024-07-01'],
  ['2024.7.1 00:00:00', '2024-07-01'],
  ['2024-02-30', null],
  ['45000', null],
  ['', undefined],
])('%s is %s', (text, day) => {
  expect(readDay(text)).toBe(day)
})
