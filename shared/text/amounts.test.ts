import { describe, expect, it } from 'vitest'
import { amount, pricesAreNear } from './amounts.ts'
import { fold, makeFoldTable } from './fold.ts'

const table = makeFoldTable([], {})

describe('amounts', () => {
  it.each([
    ['三百九十九', 399],
    ['一百六', 160],
    ['两千一百四', 2140],
    ['一千零六', 1006],
    ['1280', 1280],
    ['二零六', 206],
    ['十五', 15],
    ['两万三', 23_000],
    ['2w', 20_000],
    ['两千多', 2000],
    ['三万零五十', 30_050],
    ['三十九两', 39],
  ])('reads %s', (said, value) => {
    expect(amount(said)).toBe(value)
  })

  it('reads no value out of 几百 and 半', () => {
    expect(amount('几百')).toBeNaN()
    expect(amount('半')).toBeNaN()
  })

  it.each([
    ['厂家指导价三百九十九我们卖三百七十九', true],
    ['专柜一百八我们一百六十五', true],
    ['原价399今天199', false],
    ['原价两千多今天二百九十九', false],
    ['原价三百九十九', false],
    ['原价299现价29.9', false],
    ['原价49.9今天39.9', true],
    // Refused numbers and the day of a sale are no prices to compare.
    ['原来要一百五十九不要一百五也不要五十只要二十九', false],
    ['去年双十一卖两千九今年双十一还是两千九', true],
  ])('%s', (text, near) => {
    const folded = fold(text, table)
    const whole = { start: 0, end: folded.length }
    expect(pricesAreNear(folded, whole, whole, 0.3)).toBe(near)
  })
})
