import { expect, test } from 'vitest'
import { type ClaimRecord, calibrationOf, learnConfirmations } from './confirmation.ts'

const rules = { start: 0.2, halfAt: 10, roomHalfAt: 1, days: 90 }
const claim = (change: Partial<ClaimRecord> = {}): ClaimRecord => ({
  ...{ category: 'price', rule: 'lowest', phrase: '全网最低', roomId: 'r1' },
  ...{ judged: 0, confirmed: 0, ...change },
})

test('without verdicts every chance is the one to start with, and every phrase is new', () => {
  const learned = learnConfirmations([], rules)
  expect(learned.chanceOf(claim())).toBeCloseTo(0.2)
  expect(learned.isNew(claim())).toBe(true)
})

test('each level backs off to the one above', () => {
  const learned = learnConfirmations([claim({ judged: 10, confirmed: 5 })], rules)
  // (5 + 10·0.2) / 20 = 0.35, then 0.425, 0.4625, 0.48125; the room had 5 of 4.8125 expected.
  const room = 6 / 5.8125
  expect(learned.chanceOf(claim())).toBeCloseTo(0.48125 * room)
  expect(learned.chanceOf(claim({ phrase: '别的' }))).toBeCloseTo(0.4625 * room)
  expect(learned.chanceOf(claim({ rule: '别的' }))).toBeCloseTo(0.425 * room)
  expect(learned.chanceOf(claim({ category: '别的' }))).toBeCloseTo(0.35 * room)
  expect(learned.chanceOf(claim({ roomId: 'r2' }))).toBeCloseTo(0.48125)
  expect(learned.isNew(claim())).toBe(false)
  expect(learned.isNew(claim({ phrase: '别的' }))).toBe(true)
})

test('a room with more confirmed than its claims foretell is likelier than others', () => {
  const learned = learnConfirmations(
    [
      claim({ roomId: 'careless', judged: 20, confirmed: 15 }),
      claim({ roomId: 'careful', judged: 200, confirmed: 5 }),
    ],
    rules,
  )
  const at = (roomId: string) => learned.chanceOf(claim({ roomId }))
  expect(at('careless')).toBeGreaterThan(3 * at('unknown'))
  expect(at('careful')).toBeLessThan(at('unknown') / 2)
})

test('chances stay between 0 and 1, do not depend on order, and rise with a confirmation', () => {
  const all = Array.from({ length: 60 }, (_, i) =>
    claim({
      roomId: `r${i % 7}`,
      phrase: `p${i % 5}`,
      rule: `u${i % 3}`,
      judged: 1 + (i % 9),
      confirmed: (i * i) % (2 + (i % 9)),
    }),
  )
  const learned = learnConfirmations(all, rules)
  const turned = learnConfirmations(all.toReversed(), rules)
  for (const one of all) {
    expect(learned.chanceOf(one)).toBeGreaterThan(0)
    expect(learned.chanceOf(one)).toBeLessThan(1)
    expect(turned.chanceOf(one)).toBeCloseTo(learned.chanceOf(one), 10)
    const more = learnConfirmations([...all, { ...one, judged: 1, confirmed: 1 }], rules)
    expect(more.chanceOf(one)).toBeGreaterThanOrEqual(Math.min(0.98, learned.chanceOf(one)))
  }
})

test('calibration sets what was foretold beside what happened, by tenths', () => {
  const leads = Array.from({ length: 1000 }, (_, i) => ({
    chance: Math.floor(i / 100) / 10 + 0.05,
    confirmed: i % 100 < Math.floor(i / 100) * 10 + 5,
  }))
  const rows = calibrationOf(leads)
  expect(rows).toHaveLength(10)
  for (const { n, foretold, happened } of rows) {
    expect(n).toBe(100)
    expect(happened.share).toBeCloseTo(foretold)
    expect(happened.low).toBeLessThan(foretold)
    expect(happened.high).toBeGreaterThan(foretold)
  }
  expect(calibrationOf([])).toEqual([])
})
