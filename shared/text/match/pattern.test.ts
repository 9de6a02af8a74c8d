import { expect, test } from 'vitest'
import { type Path, PatternError, parsePattern } from './pattern.ts'

const concepts: Record<string, readonly string[]> = {
  范围: ['全网', '全国'],
  最低: ['最低', '底价'],
}
const parse = (text: string) => parsePattern(text, (name) => concepts[name])

/** A path in short: words by |, numbers #, gaps with their width and ~ where they cross commas. */
const short = ({ parts, opens, closes }: Path) =>
  (opens ? '^' : '') +
  parts
    .map((part) => {
      if (part.kind === 'words') return part.words.join('|')
      if (part.kind === 'number') return '#'
      return ` ${part.scope === 'sentence' ? '~' : ''}${part.max} `
    })
    .join('') +
  (closes ? '$' : '')

test.each([
  ['全网最低', ['全网最低']],
  ['{范围}{最低}', ['全网最低|全网底价|全国最低|全国底价']],
  ['最(好|强)', ['最好|最强']],
  ['最低(价)?', ['最低|最低价']],
  ['最低价?', ['最低|最低价']],
  ['{范围}…最低', ['全网|全国 6 最低']],
  ['{范围}…12最低', ['全网|全国 12 最低']],
  ['没有……放心', ['没有 ~60 放心']],
  ['没有……20放心', ['没有 ~20 放心']],
  ['原价#', ['原价#']],
  ['#天(见效|瘦)', ['#天见效|天瘦']],
  ['(治|包…3好)了', ['治了', '包 3 好了']],
  ['…(甲)?…乙…', ['乙', '甲 6 乙']],
  ['（甲｜乙）＃', ['甲|乙#']],
  ['^下单$', ['^下单$']],
])('%s', (text, paths) => {
  expect(parse(text).map(short).sort()).toEqual([...paths].sort())
})

test.each([
  ['{没有}', '没有定义的概念 {没有}'],
  ['(甲|乙', '缺少 )'],
  ['{范围', '缺少 }'],
  ['甲)', '多了一个 )'],
  ['?甲', '? 前面没有字'],
  ['(甲)?', '必须出现的词'],
  ['#', '必须出现的词'],
  ['(甲|乙…丙)?(丁|戊…己)?(庚|辛…壬)?(甲|乙…丙)?(丁|戊…己)?(子|丑…寅)?(卯|辰…巳)?必', '请拆成几条'],
])('%s is refused in words', (text, message) => {
  expect(() => parse(text)).toThrow(PatternError)
  expect(() => parse(text)).toThrow(message)
})
