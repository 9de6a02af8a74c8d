import { describe, expect, it } from 'vitest'
import { inScope, RegionFile, RegionPath, regionsOf } from './region.ts'

describe('inScope', () => {
  it.each([
    ['zhoushan', 'zhoushan', true],
    ['zhoushan', 'zhoushan/putuo', true],
    ['zhoushan', 'zhoushan/putuo/taohua', true],
    ['zhoushan/putuo', 'zhoushan/putuo', true],
    ['zhoushan/putuo', 'zhoushan/putuo/taohua', true],
    ['zhoushan/putuo', 'zhoushan', false],
    ['zhoushan/putuo', 'zhoushan/dinghai', false],
    ['zhoushan/putuo', 'zhoushan/putuoshan-zhujiajian', false],
    ['zhoushan', 'ningbo', false],
    ['zhoushan', 'zhoushan2', false],
    ['', 'zhoushan', false],
    ['zhoushan', '', false],
  ])('%j sees %j: %s', (scope, region, seen) => {
    expect(inScope(scope, region)).toBe(seen)
  })
})

describe('regions', () => {
  const leaf = { id: 'a', name: '甲', kind: 'county' as const }
  const city = { id: 'z', name: '市', kind: 'city' as const }

  it('lists parents first, with their paths', () => {
    const tree = { ...city, children: [{ ...leaf, children: [{ ...leaf, name: '甲镇' }] }] }
    expect(regionsOf(tree).map(({ path }) => path)).toEqual(['z', 'z/a', 'z/a/a'])
  })

  it.each([
    ['the same path twice', [leaf, { ...leaf, name: '乙' }]],
    ['the same name twice', [leaf, { ...leaf, id: 'b' }]],
    ['a slash in an id', [{ ...leaf, id: 'a/b' }]],
    ['a code of five digits', [{ ...leaf, code: '33090' }]],
  ])('refuses %s', (_, children) => {
    expect(RegionFile.safeParse({ city: { ...city, children: [leaf] } }).success).toBe(true)
    expect(RegionFile.safeParse({ city: { ...city, children } }).success).toBe(false)
  })

  it.each(['', '/', 'a/', '/a', 'A', 'a//b', '甲', 'a/%'])('refuses the path %j', (path) => {
    expect(RegionPath.safeParse(path).success).toBe(false)
  })
})
