import { describe, expect, it } from 'vitest'
import { loadPolicy } from '#shared/policy/load.ts'
import { dayOf, HolidayFile } from './calendar.ts'
import { ClockPolicy, clockOf, deadlineOf } from './clock.ts'
import { policyFile, policyOn } from './policy.ts'
import { removalStages } from './removal-stages.ts'
import { mayDeleteFromMs, RetentionPolicy } from './retention.ts'

const { years } = await loadPolicy('policies/holidays.yaml', HolidayFile)
const clocks = await loadPolicy('policies/clocks.yaml', policyFile(ClockPolicy))
const retention = await loadPolicy('policies/retention.yaml', policyFile(RetentionPolicy))
const fromMs = Date.parse('2026-04-28T15:00:00+08:00')
const policy = policyOn(clocks.versions, fromMs)

function due(id: string, extended = false) {
  const deadline = deadlineOf(clockOf(policy, id), fromMs, years, extended)
  return deadline.known ? dayOf(deadline.dueMs) : deadline.why
}

describe('the clocks as shipped', () => {
  it('runs 15 and 15 working days for a lead, 5 for a statement, over 劳动节 and its make-up Saturday', () => {
    expect(due('statement')).toBe('2026-05-08')
    expect(due('lead-check')).toBe('2026-05-21')
    expect(due('lead-check', true)).toBe('2026-06-11')
  })

  it('has a clock for every stage that names one', () => {
    for (const { clock } of removalStages)
      if (clock) expect(clockOf(policy, clock).days).toBeGreaterThan(0)
    expect(() => clockOf(policy, 'nothing')).toThrow('policies/clocks.yaml')
  })

  it('ends a calendar period that would end on a day off with the next working day', () => {
    const clock = { ...clockOf(policy, 'statement'), unit: 'calendar' as const }
    const day = (days: number) => {
      const deadline = deadlineOf({ ...clock, days }, fromMs, years)
      return deadline.known && dayOf(deadline.dueMs)
    }
    expect(day(2)).toBe('2026-04-30')
    expect(day(3)).toBe('2026-05-06')
    expect(day(11)).toBe('2026-05-09')
  })

  it('tells why it does not know', () => {
    const late = Date.parse('2026-12-25T15:00:00+08:00')
    expect(deadlineOf(clockOf(policy, 'lead-check'), late, years)).toEqual({
      known: false,
      why: expect.stringContaining('2027 年的节假日安排尚未录入'),
    })
  })

  it('refuses two clocks of one name', () => {
    const [first] = policy.clocks
    expect(ClockPolicy.safeParse({ ...policy, clocks: [first, first] }).success).toBe(false)
  })
})

describe('retention', () => {
  const rules = policyOn(retention.versions, fromMs)

  it('keeps evidence three years and more, and anything under legal hold', () => {
    const until = mayDeleteFromMs('evidence', fromMs, rules, false)
    expect(until && dayOf(until)).toBe('2029-04-29')
    expect(mayDeleteFromMs('evidence', fromMs, rules, true)).toBeNull()
    const media = mayDeleteFromMs('media_without_hits', fromMs, rules, false)
    expect(media && dayOf(media)).toBe('2026-05-14')
  })

  it.each(['evidence', 'personal_data_record', 'audit_log', 'access_log'] as const)(
    'refuses a policy that keeps %s for less than the law asks',
    (kind) => {
      const classes = { ...rules.classes, [kind]: { days: 183, basis: '太短' } }
      expect(RetentionPolicy.safeParse({ ...rules, classes }).error?.issues[0]?.message).toContain(
        '不得少于',
      )
    },
  )

  it('refuses a policy that forgets a class', () => {
    const { evidence: _, ...classes } = rules.classes
    expect(RetentionPolicy.safeParse({ ...rules, classes }).success).toBe(false)
  })
})
