import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadLexicon } from './load.ts'

const rule = `category: short-weight
rules:
  - id: weight.iced
    name: 带冰称重
    match:
      - '{货名}…4(带冰|连冰)'
      - '(带冰|连冰)…4#斤'
    with: [下单]
    within: 30s
    goods: [seafood]
    dates: east-sea-closed
    except: [goal]
    examples:
      match: [一, 二, 三]
      clean: [{ text: 甲, at: 2026-06-01 }, 乙, 丙]
`
const file = 'short-weight-iced.yaml'
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lexicon-'))
  // One rule file of the shipped ones: reading all of them for every mistake takes minutes.
  await cp('lexicons', dir, {
    recursive: true,
    filter: (path) => !path.includes('/rules/') || path.endsWith('/short-weight.yaml'),
  })
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const written = async (text: string | Uint8Array, name = file) => {
  await writeFile(join(dir, 'rules', name), text)
  return loadLexicon(dir).then(
    () => 'ok',
    (error: unknown) => (error as Error).message.replaceAll(join(dir, '/'), ''),
  )
}
const without = (from: string, to: string) => {
  expect(rule).toContain(from)
  return written(rule.replace(from, to))
}

describe('the mistakes of a lexicon owner', () => {
  it('reads the rule as it should be, and tells where a sentence of it stands', async () => {
    expect(await written(rule)).toBe('ok')
    const { placeOf } = await loadLexicon(dir)
    expect(placeOf('weight.iced', '乙')).toBe(`rules/${file}:15`)
  })

  it.each([
    [
      'a concept that is not there',
      '{货名}',
      '{货}',
      /:6: 规则 weight\.iced:.*没有定义的概念 \{货\}/,
    ],
    ['nearly the right concept', '{货名}', '{疾病词}', /是不是 \{疾病\}/],
    [
      'a calendar that is not there',
      'east-sea-closed',
      'closed',
      /:11: .*可以写 east-sea-closed、/,
    ],
    ['an exception that is not there', '[goal]', '[gaol]', /:12: .*没有名为 gaol 的例外/],
    ['a bracket left open', '(带冰|连冰)…4#斤', '(带冰|连冰…4#斤', /:7: .*缺少 \)/],
    ['a regular expression', '(带冰|连冰)…4#斤', '带冰.*[0-9]+斤', /:7: .*\.\* 像正则表达式/],
    ['a class of characters', '(带冰|连冰)…4#斤', '带冰\\d斤', /:7: .*像正则表达式/],
    ['too wide a gap', '…4#斤', '…4000#斤', /:7: .*…4000 隔得太远,最多 200 个字/],
    [
      'a number used twice',
      'weight.iced',
      'weight.short',
      /:3: 规则编号 weight\.short 已经在 rules\/short-weight\.yaml:\d+ 用过|short-weight\.yaml:\d+: 规则编号 weight\.short 已经在/,
    ],
    [
      'a category that is not there',
      'category: short-weight',
      'category: short-weights',
      /:1: category 应与文件名相同/,
    ],
    ['a field misspelt', 'within:', 'withn:', /:3: rules\.0: 不认识的字段 withn/],
    ['a unit in Chinese', '30s', '30秒', /:9: rules\.0\.within: .*秒数（如 30s）/],
    [
      'goods in Chinese',
      '[seafood]',
      '[海鲜]',
      /:10: rules\.0\.goods\.0: 只能写:food\(普通食品\)、/,
    ],
    ['too few sentences', '[一, 二, 三]', '[一, 二]', /:14: .*至少 3 项/],
    ['no sentences', '[一, 二, 三]', '', /:14: .*要写成一列|缺少这一项/],
    ['a list that is none', '[下单]', '下单', /:8: rules\.0\.with: .*一列/],
    [
      'a day that is not',
      '2026-06-01',
      '2026-13-01',
      /:15: rules\.0\.examples\.clean\.0: at 要写成日期/,
    ],
    ['a tab', '    within', '\twithin', /:9: YAML 写法有误:缩进用了制表符/],
    ['an indentation', '    within', '  within', /:\d+: YAML 写法有误:缩进没有对齐/],
    ['a Chinese colon', 'name:', 'name：', /:\d+: YAML 写法有误:.*英文冒号/],
    [
      'a brace without quotes',
      "- '{货名}…4(带冰|连冰)'",
      '- {货名}…4(带冰|连冰)',
      /:\d+: YAML 写法有误:.*单引号/,
    ],
  ])('names the line of %s', async (_, from, to, fault) => {
    expect(await without(from, to)).toMatch(fault)
  })

  it('says so when the file is not UTF-8', async () => {
    expect(await written(Buffer.from(rule, 'utf16le'))).toContain('编码选 UTF-8')
    expect(await written(Buffer.concat([Buffer.from('\uFEFF'), Buffer.from(rule)]))).toBe('ok')
  })

  it('knows how many days a month has', async () => {
    const path = join(dir, 'calendars.yaml')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace("'09-16'", "'09-31'"))
    await expect(loadLexicon(dir)).rejects.toThrow(/calendars\.yaml:8: .*要有这一天/)
  })
})
