import { expect, test } from 'vitest'
import { namedDay } from './named-day.ts'

const today = '2026-03-11'
const cases: readonly (readonly [string, string | null])[] = [
  ['去日报 3-9', '2026-03-09'],
  ['日报11-23', '2025-11-23'],
  ['2024年2月29日', '2024-02-29'],
  ['report 2026/03/11', '2026-03-11'],
  ['3.11', '2026-03-11'],
  ['2-30', null],
  ['13-1', null],
  ['东海渔嫂', null],
  ['3', null],
]

test.each(cases)('“%s” names %s', (text, day) => {
  expect(namedDay(text, today)).toBe(day)
})
