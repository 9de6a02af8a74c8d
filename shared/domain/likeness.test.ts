import { expect, test } from 'vitest'
import { bareName, likeness } from './likeness.ts'

test.each([
  ['东海渔嫂海鲜', '东海渔嫂·海鲜(官方直播间)', 1],
  ['ＡＢＣ旗舰店', 'abc', 1],
  ['东海渔嫂海鲜', '东海渔嫂海鲜店', 0.8],
  ['舟山带鱼王', '舟山带鱼大王', 0.6],
])('%s and %s are at least %d alike', (a, b, least) => {
  expect(likeness(a, b)).toBeGreaterThanOrEqual(least)
  expect(likeness(b, a)).toBe(likeness(a, b))
})

test.each([
  ['东海渔嫂', '岱衢紫菜铺'],
  ['旗舰店', '直播间'],
  ['', '东海渔嫂'],
])('%s and %s are not', (a, b) => {
  expect(likeness(a, b)).toBeLessThan(0.5)
})

test('a name of common words alone keeps them', () => {
  expect(bareName('官方旗舰店')).toBe('官方旗舰店')
})
