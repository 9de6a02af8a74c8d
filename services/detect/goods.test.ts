import { expect, test } from 'vitest'
import { DetectionPolicy } from '#shared/domain/detection-policy.ts'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { utterancesOf } from './broadcast.ts'
import { goodsTimeline } from './goods.ts'

const { versions } = await loadPolicy('policies/detection.yaml', policyFile(DetectionPolicy))
const { goodsWords } = policyOn(versions, Date.UTC(2026, 2, 11))
const minute = 60_000

test.each([
  ['舟山带鱼段 500g', 'seafood'],
  ['某某牌保健食品 辅助降血脂胶囊', 'health-food'],
  ['玻尿酸补水面膜 10片', 'cosmetics'],
  ['婴幼儿配方奶粉 3段', 'infant'],
  ['糯米黄酒 500ml', 'alcohol'],
  ['安溪铁观音茶叶', 'tea'],
  ['1号链接', undefined],
])('%s is %s', (text, goods) => {
  expect(goodsTimeline([{ tMs: 0, text }], goodsWords)(1000)).toBe(goods)
})

test('what was shown last is on sale, for half an hour at most; a name that says nothing ends it', () => {
  const at = goodsTimeline(
    [
      { tMs: 20 * minute, text: '面膜' },
      { tMs: 5 * minute, text: '带鱼' },
      { tMs: 30 * minute, text: '3号链接' },
    ],
    goodsWords,
  )
  expect([0, 5, 19, 20, 29, 30].map((m) => at(m * minute))).toEqual([
    ...[undefined, 'seafood', 'seafood', 'cosmetics', 'cosmetics', undefined],
  ])
  expect(goodsTimeline([{ tMs: 0, text: '带鱼' }], goodsWords)(31 * minute)).toBeUndefined()
})

test('sentences are judged by what is on sale when they are said, otherwise by the recording', () => {
  const sentence = (seq: number, startMs: number) => ({
    seq,
    startMs,
    endMs: startMs + 1,
    text: '好',
  })
  const said = utterancesOf({
    ...{ title: '', comments: [], goods: 'seafood', roomType: 'shop', clock: null },
    startedAt: new Date(0),
    sentences: [sentence(0, 0), sentence(1, 10 * minute)],
    goodsAt: goodsTimeline([{ tMs: 5 * minute, text: '面膜' }], goodsWords),
  })
  expect(said.map(({ goods }) => goods)).toEqual(['seafood', 'cosmetics'])
})
