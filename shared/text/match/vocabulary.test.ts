import { expect, test } from 'vitest'
import { makeFoldTable } from '../fold.ts'
import { Use, Vocabulary } from './vocabulary.ts'

const setup = () => new Vocabulary(makeFoldTable())

test('words are folded, numbered once, short ones first; the word of all numbers is the first', () => {
  const vocabulary = setup()
  expect(vocabulary.setOf(['全网最低', 'Ａ级', '低'], Use.written)).toBe(1)
  expect(vocabulary.setOf(['低', '最低价', '!'], Use.written)).toBe(2)
  const { words, setsFrom, sets } = vocabulary.laidOut()
  expect(words).toEqual(['#', 'a级', '低', '全网最低', '最低价'])
  const setsOf = words.map((_, word) => [...sets.subarray(setsFrom[word], setsFrom[word + 1])])
  expect(setsOf).toEqual([[0], [1], [1, 2], [1], [2]])
})

test('the same words are one set, in whatever order and script they are given', () => {
  const vocabulary = setup()
  expect(vocabulary.setOf(['最低', '最強'], Use.written)).toBe(1)
  expect(vocabulary.setOf(['最强', '最低', '最低'], Use.written)).toBe(1)
  expect(vocabulary.setOf(['最强'], Use.written)).toBe(2)
})

test('a word is looked for in every way any of its sets is', () => {
  const vocabulary = setup()
  const list = ['最低', '底价']
  vocabulary.setOf(list, Use.written)
  vocabulary.setOf(['最低', '好价'], Use.heard)
  const usesOf = () => {
    const { words, uses } = vocabulary.laidOut()
    return Object.fromEntries(words.map((word, i) => [word, uses[i]]))
  }
  expect(usesOf()).toEqual({ '#': 0, 最低: 3, 底价: 2, 好价: 1 })
  // The same list once more: it is known, and heard from now on.
  vocabulary.setOf(list, Use.heard)
  expect(usesOf()).toEqual({ '#': 0, 最低: 3, 底价: 3, 好价: 1 })
})
