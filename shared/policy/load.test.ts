import { describe, expect, it } from 'vitest'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { RegionFile, regionsOf } from '#shared/domain/region.ts'
import { loadPolicy, parsePolicy } from './load.ts'

const PoolFile = policyFile(PoolPolicy)

describe('the policies as shipped', () => {
  it('has the city, its four counties and three functional zones', async () => {
    const { city } = await loadPolicy('policies/regions.yaml', RegionFile)
    expect(regionsOf(city).map((region) => [region.path, region.name, region.code])).toEqual([
      ['zhoushan', '舟山市', '330900'],
      ['zhoushan/dinghai', '定海区', '330902'],
      ['zhoushan/putuo', '普陀区', '330903'],
      ['zhoushan/daishan', '岱山县', '330921'],
      ['zhoushan/shengsi', '嵊泗县', '330922'],
      ['zhoushan/xincheng', '新城', null],
      ['zhoushan/putuoshan-zhujiajian', '普陀山-朱家尖', null],
      ['zhoushan/gaoxin', '高新区', null],
    ])
  })

  it('has a pool policy in force since the founding document, marked as a default', async () => {
    const { versions } = await loadPolicy('policies/pool.yaml', PoolFile)
    const policy = policyOn(versions, Date.parse('2026-05-01T00:00:00+08:00'))
    expect(policy.note).toBe('默认稿·由市局修改后启用')
    expect(policy.points.assert).toEqual([0, 1, 3, 8, 41])
    expect(() => policyOn(versions, Date.parse('2024-06-30T23:59:59+08:00'))).toThrow('尚无生效')
  })
})

describe('parsePolicy', () => {
  const pool = (edit: (text: string) => string) => async () => {
    const { readFile } = await import('node:fs/promises')
    return parsePolicy(edit(await readFile('policies/pool.yaml', 'utf8')), PoolFile, 'pool.yaml')
  }

  it.each([
    [
      'a wrong type',
      'windowDays: 90',
      'windowDays: 九十',
      /pool\.yaml:\d+: versions\.0\.windowDays: /,
    ],
    ['an unknown field', 'windowDays: 90', 'windowDay: 90', /pool\.yaml:\d+: versions\.0/],
    ['colours out of order', 'green: 90', 'green: 70', /颜色分界应满足 绿 > 蓝 > 黄/],
    ['points that fall', 'assert: [0, 1, 3, 8, 41]', 'assert: [0, 4, 3, 8, 41]', /严重度越高/],
    ['a date that is not', "'2024-07-01'", "'2024-02-30'", /没有这一天/],
    ['broken YAML', 'base: 100', 'base: [100', /pool\.yaml:\d+: YAML/],
  ])('names the line of %s', async (_, from, to, fault) => {
    await expect(pool((text) => text.replace(from, to))()).rejects.toThrow(fault)
  })

  it('points at the very line', () => {
    const text = 'city:\n  id: a\n  name: 甲\n  kind: planet\n'
    expect(() => parsePolicy(text, RegionFile, 'r.yaml')).toThrow(/^r\.yaml:4: city\.kind: /)
  })

  it.each([
    '',
    '[]',
    'null',
    '\u0000',
    '&a [*a]',
    'x: *nowhere',
    'city: &a { id: a, name: a, kind: city, children: [*a] }',
  ])('refuses %j with a sentence', (text) => {
    expect(() => parsePolicy(text, RegionFile, 'r.yaml')).toThrow(/^r\.yaml:\d+: /)
  })

  it('says which file cannot be read', async () => {
    await expect(loadPolicy('policies/none.yaml', RegionFile)).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
