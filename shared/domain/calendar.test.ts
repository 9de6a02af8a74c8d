import { describe, expect, it } from 'vitest'
import { loadPolicy } from '#shared/policy/load.ts'
import {
  addDays,
  addMonths,
  addWorkingDays,
  Day,
  dayOf,
  dayStartMs,
  HolidayFile,
  HolidayYear,
  isWorkingDay,
  workingDaysLeft,
} from './calendar.ts'

const { years } = await loadPolicy('policies/holidays.yaml', HolidayFile)
const at = (text: string) => Date.parse(`${text}+08:00`)

describe('days of Asia/Shanghai', () => {
  it.each([
    ['2026-05-06T00:00:00+08:00', '2026-05-06'],
    ['2026-05-05T15:59:59.999Z', '2026-05-05'],
    ['2026-05-05T16:00:00Z', '2026-05-06'],
    ['2025-12-31T16:00:00Z', '2026-01-01'],
  ])('%s falls on %s', (instant, day) => {
    expect(dayOf(Date.parse(instant))).toBe(day)
  })

  it('goes over months and leap years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(dayOf(dayStartMs('2026-02-28'))).toBe('2026-02-28')
  })

  it.each([
    ['2026-05-06', 12, '2027-05-06'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-05-31', -6, '2025-11-30'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-12-31', 0, '2026-12-31'],
  ])('%s and %i months is %s', (day, n, later) => {
    expect(addMonths(day, n)).toBe(later)
  })

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', ''])('refuses %j', (day) => {
    expect(Day.safeParse(day).success).toBe(false)
  })
})

describe('the schedules as published', () => {
  it.each([
    ['2025-01-01', false],
    ['2025-01-26', true],
    ['2025-01-27', true],
    ['2025-02-04', false],
    ['2025-02-08', true],
    ['2025-04-27', true],
    ['2025-10-08', false],
    ['2025-10-11', true],
    ['2026-01-02', false],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-23', false],
    ['2026-02-24', true],
    ['2026-05-09', true],
    ['2026-06-19', false],
    ['2026-09-20', true],
    ['2026-10-07', false],
    ['2026-10-10', true],
    ['2026-10-11', false],
  ])('%s is a working day: %s', (day, works) => {
    expect(isWorkingDay(day, years)).toBe(works)
  })

  it.each([
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, count) => {
    const days = Array.from({ length: 365 }, (_, i) => addDays(`${year}-01-01`, i))
    expect(days.filter((day) => isWorkingDay(day, years))).toHaveLength(count)
  })
})

describe('addWorkingDays', () => {
  it.each([
    ['a plain week', '2026-05-11T09:00:00', 5, '2026-05-18'],
    ['the hour does not matter', '2026-05-11T23:59:59', 5, '2026-05-18'],
    ['over 春节 with both make-up Saturdays', '2026-02-13T10:00:00', 15, '2026-03-12'],
    ['over 国庆', '2026-09-30T10:00:00', 3, '2026-10-10'],
    ['from a Sunday that works', '2026-09-20T10:00:00', 1, '2026-09-21'],
    ['from a day off', '2026-05-02T10:00:00', 1, '2026-05-06'],
    ['none', '2026-05-11T09:00:00', 0, '2026-05-11'],
    ['15 and 15', '2026-11-02T09:00:00', 30, '2026-12-14'],
  ])('%s', (_, from, n, day) => {
    const due = addWorkingDays(at(from), n, years)
    expect(dayOf(due)).toBe(day)
    expect(due).toBe(dayStartMs(addDays(day, 1)) - 1)
  })

  it('says that a year is missing rather than guess', () => {
    expect(() => addWorkingDays(at('2026-12-25T09:00:00'), 5, years)).toThrow(
      expect.objectContaining({ code: 'unavailable', message: expect.stringContaining('2027 年') }),
    )
    expect(() => addWorkingDays(at('2026-12-25T09:00:00'), 4, years)).not.toThrow()
  })

  it.each([-1, 1.5, Number.NaN])('refuses %d days', (n) => {
    expect(() => addWorkingDays(at('2026-05-11T09:00:00'), n, years)).toThrow('工作日数')
  })

  it('counts down to what it counted up to', () => {
    const from = at('2026-01-28T09:00:00')
    for (let n = 0; n < 60; n += 1)
      expect(workingDaysLeft(from, addWorkingDays(from, n, years), years)).toBe(n)
    expect(workingDaysLeft(from, from - 1_000_000_000, years)).toBe(0)
  })
})

describe('HolidayYear', () => {
  const year = { year: 2026, source: '通知', off: ['2026-01-01'], work: ['2026-01-04'] }
  it.each([
    ['a day of another year', { ...year, off: ['2025-12-31'] }],
    ['a weekday as make-up day', { ...year, work: ['2026-01-05'] }],
    ['a day both off and on', { ...year, off: ['2026-01-04'] }],
  ])('refuses %s', (_, wrong) => {
    expect(HolidayYear.safeParse(year).success).toBe(true)
    expect(HolidayYear.safeParse(wrong).success).toBe(false)
  })

  it('refuses a year entered twice', () => {
    expect(HolidayFile.safeParse({ years: [year, year] }).success).toBe(false)
  })
})
