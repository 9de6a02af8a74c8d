import { expect, test } from 'vitest'
import { identityFault, maskIdentity } from './streamer.ts'

test.each([
  ['11010519491231002X', null],
  ['110105194912310021', '校验位'],
  ['11010519491331002X', '日期'],
  ['1101051949123100', '18 位'],
])('%s: %s', (number, fault) => {
  if (fault === null) expect(identityFault(number)).toBeNull()
  else expect(identityFault(number)).toContain(fault)
})

test('the masked form keeps the division and the last place', () => {
  expect(maskIdentity('11010519491231002X')).toBe('110105***********X')
})
