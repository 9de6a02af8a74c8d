import { describe, expect, it } from 'vitest'
import {
  apply,
  InPool,
  isInPool,
  MembershipState,
  MembershipVerb,
  stateNames,
  transitions,
} from './membership.ts'

/** Written out by hand, not derived from the table it checks. */
const golden = `
surveyed submit submitted
returned submit submitted
rejected submit submitted
removed submit submitted
withdrawn submit submitted
expired submit submitted
submitted start_county_review county_review
county_review return returned
city_review return returned
county_review reject rejected
city_review reject rejected
scored reject rejected
county_review report reported
reported start_city_review city_review
city_review score scored
scored publicize publicity
publicity object objection
objection dismiss_objection publicity
objection reject rejected
publicity list listed
listed recommend province_recommended
province_recommended revoke_recommendation listed
listed order_rectification rectifying
province_recommended order_rectification rectifying
removal_proposed order_rectification rectifying
statement order_rectification rectifying
rectifying accept_rectification listed
listed suspend suspended
province_recommended suspend suspended
rectifying suspend suspended
suspended lift_suspension listed
listed propose_removal removal_proposed
province_recommended propose_removal removal_proposed
rectifying propose_removal removal_proposed
suspended propose_removal removal_proposed
removal_proposed notify_removal statement
removal_proposed withdraw_removal back
statement withdraw_removal back
statement keep back
statement remove removed
removed reinstate listed
submitted withdraw withdrawn
returned withdraw withdrawn
reported withdraw withdrawn
publicity withdraw withdrawn
listed withdraw withdrawn
province_recommended withdraw withdrawn
rectifying withdraw withdrawn
suspended withdraw withdrawn
listed expire expired
province_recommended expire expired
rectifying expire expired
suspended expire expired
`
  .trim()
  .split('\n')
const allowed = new Map(
  golden.map((line) => {
    const [from, verb, to] = line.split(' ')
    return [`${from} ${verb}`, to] as const
  }),
)

describe('membership', () => {
  it('has the steps written out here and no other, each once', () => {
    expect(transitions.map(({ from, verb, to }) => `${from} ${verb} ${to}`).sort()).toEqual(
      [...golden].sort(),
    )
    expect(allowed.size).toBe(golden.length)
  })

  it('takes every allowed step and refuses every other pair with a sentence', () => {
    let refused = 0
    for (const from of MembershipState.options)
      for (const verb of MembershipVerb.options) {
        const to = allowed.get(`${from} ${verb}`)
        if (to === 'back')
          for (const back of InPool.options) expect(apply(from, verb, back)).toBe(back)
        else if (to) expect(apply(from, verb)).toBe(to)
        else {
          refused += 1
          expect(() => apply(from, verb)).toThrow(
            expect.objectContaining({
              code: 'conflict',
              message: expect.stringContaining(stateNames[from]),
            }),
          )
        }
      }
    expect(refused).toBe(
      MembershipState.options.length * MembershipVerb.options.length - golden.length,
    )
  })

  it('lets only people remove, and only after the statement', () => {
    const removing = transitions.filter((row) => row.to === 'removed')
    expect(removing).toEqual([
      { from: 'statement', verb: 'remove', to: 'removed', who: ['approver'] },
    ])
    for (const row of transitions.filter((r) => r.who.includes('system')))
      expect(['propose_removal', 'withdraw_removal', 'expire']).toContain(row.verb)
  })

  it('reaches every state from the survey, and leaves none without a way on', () => {
    const reached = new Set<MembershipState>(['surveyed'])
    for (const state of reached)
      for (const row of transitions)
        if (row.from === state && row.to !== 'back') reached.add(row.to)
    expect([...reached].sort()).toEqual([...MembershipState.options].sort())
    for (const state of MembershipState.options)
      expect(transitions.some((row) => row.from === state)).toBe(true)
  })

  it('counts a room in the pool until it is out', () => {
    expect(MembershipState.options.filter(isInPool)).toEqual([
      ...InPool.options,
      'removal_proposed',
      'statement',
    ])
  })
})
