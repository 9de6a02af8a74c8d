import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { byCategory, readRuleFiles } from './rule-files.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rules-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const file = (category: string, id: string, word: string) => `category: ${category}
rules:
  - id: ${id}
    name: ${word}
    match: [${word}]
    examples: { match: [${word}一, ${word}二, ${word}三], clean: [甲, 乙, 丙] }
`
const write = (name: string, text: string) => writeFile(join(dir, name), text)

describe('readRuleFiles', () => {
  it('puts the files of one category together, its own before its themes', async () => {
    await write('food-waste-show.yaml', file('food-waste', 'waste.show', '大胃王'))
    await write('food-waste.yaml', file('food-waste', 'waste.thrown', '倒掉'))
    await write('minors.yaml', file('minors', 'minors.pay', '用妈妈手机'))
    const rules = byCategory(await readRuleFiles(dir))
    expect(rules.map(({ category, rules: own }) => [category, own.map(({ id }) => id)])).toEqual([
      ['food-waste', ['waste.thrown', 'waste.show']],
      ['minors', ['minors.pay']],
    ])
  })

  it('refuses a file whose name does not begin with its category', async () => {
    await write('waste.yaml', file('food-waste', 'waste.thrown', '倒掉'))
    await expect(readRuleFiles(dir)).rejects.toThrow('rules/waste.yaml:1: category 应与文件名相同')
  })

  it('refuses a file that it would not read', async () => {
    await write('minors.yml', file('minors', 'minors.pay', '用妈妈手机'))
    await expect(readRuleFiles(dir)).rejects.toThrow('rules/minors.yml:规则文件名应以 .yaml 结尾')
  })
})
