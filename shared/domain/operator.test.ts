import { describe, expect, it } from 'vitest'
import {
  CreditCode,
  creditCheckDigit,
  creditCodeFault,
  eligibility,
  fullFiscalYearFrom,
  isEligible,
} from './operator.ts'
import { RoomForm } from './room.ts'

describe('统一社会信用代码', () => {
  // Published codes of well-known companies.
  it.each(['9144030071526726XG', '914403001922038216', '91110000802100433B', '91330100799655058B'])(
    'accepts %s',
    (code) => {
      expect(creditCodeFault(code)).toBeNull()
      expect(CreditCode.parse(` ${code.toLowerCase()} `)).toBe(code)
    },
  )

  it('finds every single wrong character and every swap of neighbours', () => {
    const code = '9144030071526726XG'
    const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    for (let i = 0; i < 17; i += 1) {
      for (const letter of letters)
        if (letter !== code[i])
          expect(creditCodeFault(code.slice(0, i) + letter + code.slice(i + 1))).not.toBeNull()
      const [a, b] = [code[i] ?? '', code[i + 1] ?? '']
      if (a !== b)
        expect(creditCodeFault(code.slice(0, i) + b + a + code.slice(i + 2))).not.toBeNull()
    }
  })

  it.each([
    ['', '18 位'],
    ['9144030071526726X', '现为 17 位'],
    ['9144030071526726XGG', '现为 19 位'],
    ['91440300715267O6XG', '“O”'],
    ['91440３0071526726XG', '“３”'],
    ['91A4030071526726XG', '第 3 至 8 位'],
    ['9144030071526726XH', '校验位不符'],
  ])('says of %j: %s', (code, words) => {
    expect(creditCodeFault(code)).toContain(words)
  })

  it('makes the digit that checks', () => {
    const first17 = '91330900MA2A1B2C3'
    expect(creditCodeFault(first17 + creditCheckDigit(first17))).toBeNull()
  })
})

describe('eligibility', () => {
  const clean = { listed: false, lookedUpOn: '2026-04-20', source: '国家企业信用信息公示系统' }
  const operator = {
    registeredPlace: 'zhoushan/putuo',
    foundedOn: '2024-03-01',
    abnormal: clean,
    dishonest: clean,
  }
  const met = (change: Partial<typeof operator> | object) => {
    const facts = eligibility({ ...operator, ...change }, 'zhoushan', '2026-05-06', 30)
    return [...facts.map((fact) => fact.met), isEligible(facts)]
  }

  it.each([
    ['all met', {}, [true, true, true, true, true]],
    ['registered elsewhere', { registeredPlace: 'ningbo' }, [false, true, true, true, false]],
    ['place unknown', { registeredPlace: null }, [null, true, true, true, null]],
    ['founded last year', { foundedOn: '2025-01-02' }, [true, false, true, true, false]],
    ['founded on last New Year', { foundedOn: '2025-01-01' }, [true, true, true, true, true]],
    ['not looked up', { abnormal: null }, [true, true, null, true, null]],
    [
      'a stale look-up',
      { dishonest: { ...clean, lookedUpOn: '2026-04-05' } },
      [true, true, true, null, null],
    ],
    [
      'the last fresh day',
      { dishonest: { ...clean, lookedUpOn: '2026-04-06' } },
      [true, true, true, true, true],
    ],
    [
      'an old listing',
      { abnormal: { ...clean, listed: true, lookedUpOn: '2025-01-01' } },
      [true, true, false, true, false],
    ],
    [
      'unknown and refused',
      { abnormal: null, foundedOn: '2026-01-02' },
      [true, false, null, true, false],
    ],
  ])('%s', (_, change, expected) => {
    expect(met(change)).toEqual(expected)
  })

  it.each([
    ['2024-01-01', '2025-01-01'],
    ['2024-01-02', '2026-01-01'],
    ['2024-12-31', '2026-01-01'],
  ])('founded on %s, a full fiscal year is behind it from %s', (founded, from) => {
    expect(fullFiscalYearFrom(founded)).toBe(from)
  })
})

describe('RoomForm', () => {
  const room = {
    platform: 'douyin',
    platformId: ' 1234567 ',
    name: '海鲜旗舰店',
    type: 'shop',
    goods: ['seafood', 'food', 'seafood'],
    region: 'zhoushan/putuo',
  }

  it('trims, drops doubles and fills what may be left out', () => {
    expect(RoomForm.parse(room)).toEqual({
      ...room,
      platformId: '1234567',
      accountName: '',
      link: null,
      goods: ['seafood', 'food'],
      operatorId: null,
    })
  })

  it.each([
    ['an unknown platform', { platform: 'myspace' }],
    ['no id', { platformId: '  ' }],
    ['a link that runs code', { link: 'javascript:alert(1)' }],
    ['a file as link', { link: 'file:///etc/passwd' }],
    ['an unknown kind of goods', { goods: ['weapons'] }],
    ['a region with a wildcard', { region: 'zhoushan/%' }],
    ['a field of its own', { admin: true }],
  ])('refuses %s', (_, change) => {
    expect(RoomForm.safeParse({ ...room, ...change }).success).toBe(false)
  })
})
