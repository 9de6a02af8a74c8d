import { expect, test } from 'vitest'
import { type FlagMove, handedBy, type MoveForm, moveOf, standsInList } from './flag-move.ts'

const policy = { moves: { parkMaxDays: 30, handHours: 24, skipHours: 12 } }
const hour = 3_600_000
const move = (form: MoveForm) => moveOf(form, '甲', 0, policy)

test.each<[MoveForm, number, readonly boolean[]]>([
  // In whose list it stands while it lasts: its mover's, the one it was handed to, another's.
  [{ kind: 'parked', days: 2, reason: '等主体答复' }, 48 * hour, [false, false, false]],
  [{ kind: 'handed', to: '乙', reason: '' }, 24 * hour, [false, true, false]],
  [{ kind: 'skipped', reason: '' }, 12 * hour, [false, true, true]],
])('%j', (form, untilMs, seen) => {
  const made = move(form)
  expect(made.untilMs).toBe(untilMs)
  const at = (ms: number) => ['甲', '乙', '丙'].map((who) => standsInList(made, who, ms))
  expect(at(untilMs - 1)).toEqual(seen)
  expect(at(untilMs)).toEqual([true, true, true])
})

test('only the one it was handed to is told by whom, while it lasts', () => {
  const made: FlagMove = move({ kind: 'handed', to: '乙', reason: '' })
  expect(handedBy(made, '乙', 1)).toBe('甲')
  expect(handedBy(made, '丙', 1)).toBeNull()
  expect(handedBy(made, '乙', 24 * hour)).toBeNull()
  expect(handedBy(null, '乙', 1)).toBeNull()
})

test.each<[MoveForm, string]>([
  [{ kind: 'parked', days: 31, reason: '久' }, '最多搁置 30 天'],
  [{ kind: 'parked', days: 1, reason: ' ' }, '须写明理由'],
  [{ kind: 'handed', to: '甲', reason: '' }, '不能转交给自己'],
])('refuses %j', (form, why) => expect(() => move(form)).toThrow(why))
