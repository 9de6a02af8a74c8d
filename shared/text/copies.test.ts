import { describe, expect, test } from 'vitest'
import { CopyFinder, findCopies, phraseKey, type Said } from './copies.ts'

const options = { minSyllables: 14, similarity: 0.5 }
const lead = (id: string, phrase: string, quote = phrase, category = 'c'): Said => ({
  ...{ id, category, phrase, quote },
})
const together = (a: string, b: string, category = 'c') =>
  findCopies([lead('a', a), lead('b', b, b, category)], options).size === 2

describe('copies of one script', () => {
  const script = '全网最低价只有今天这一场错过再等半年'
  test.each([
    ['to the letter', script, true],
    ['characters of the same sound', '全往醉低架只有今天这一场错过在等半年', true],
    ['a dialect merges zh and z, n and l', '全网最低价子有今天这一长错过再等半连', true],
    ['a word dropped', '全网最低价今天这一场错过再等半年', true],
    ['another number', '全网最低价只有今天这三场错过再等半年', false],
    ['a negation more', '全网最低价不只有今天这一场错过再等半年', false],
    ['another text', '我家虾干都是渔民自己一只一只晒出来的放心拍', false],
  ])('%s', (_, other, alike) => expect(together(script, other)).toBe(alike))

  test('another category is another matter', () =>
    expect(together(script, script, 'other')).toBe(false))
  test('a short phrase is everybody’s, unless the long sentence around it is copied too', () => {
    expect(together('全网最低价', '全网最低价')).toBe(false)
    const long = `姐妹们这个虾干我跟你们说全网最低价你去别的直播间看看有没有这样的品质这样的分量`
    const [a, b] = [lead('a', '全网最低价', long), lead('b', '全往最低架', `${long}啊`)]
    expect(findCopies([a, b], options).size).toBe(2)
    const other = lead('c', '历史最低价', long.replace('全网最低价', '历史最低价'))
    expect(findCopies([a, other], options).size).toBe(0)
  })
  test('one lead is no copy, and writing without sound is none', () => {
    expect(findCopies([lead('a', script)], options).size).toBe(0)
    expect(together('!!!!!!!!!!!!!!!!!!!!', '!!!!!!!!!!!!!!!!!!!!')).toBe(false)
  })
})

test('a phrase is known again by its sound and its numbers', () => {
  expect(phraseKey('全往最低架')).toBe(phraseKey('全网最低价'))
  expect(phraseKey('原价399')).not.toBe(phraseKey('原价299'))
})

test('asked again and again while leads come, change and go, the same is found as afresh', () => {
  const finder = new CopyFinder(options)
  const texts = ['全网最低价只有今天这一场错过再等半年', '这款海参老人小孩都能吃吃了增强免疫力']
  const ways = [(t: string) => t, (t: string) => `${t}啊`, (t: string) => t.replace('一场', '三场')]
  let leads: Said[] = []
  // A walk through every mixture of the three.
  for (let step = 0; step < 120; step++) {
    const text = ways[step % 3]?.(texts[step % 2] ?? '') ?? ''
    const at = (step * 7) % Math.max(1, leads.length)
    if (step % 5 === 3) leads = leads.filter((_, i) => i !== at)
    else if (step % 5 === 4) leads = leads.map((old, i) => (i === at ? lead(old.id, text) : old))
    else leads = [...leads, lead(`l${step}`, text)]
    expect(finder.find(leads)).toEqual(findCopies(leads, options))
  }
  expect(finder.find(leads).size).toBeGreaterThan(10)
})
