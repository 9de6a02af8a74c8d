import { expect, test } from 'vitest'
import { LexiconDocument } from '#shared/domain/lexicon.ts'
import { compileLexicon, type SecondReading } from './compile.ts'
import { conceptsOf } from './concepts.ts'
import { detect, unlikely } from './detect.ts'
import { failedExamples } from './examples.ts'
import { explain } from './explain.ts'

const source = LexiconDocument.parse({
  concepts: {
    病名: ['高血压', '痛风', '病'],
    寻常话: ['痛风'],
    病痛话题: { include: ['病名'], without: ['寻常话'] },
  },
  exceptions: [
    {
      ...{ id: 'asked', name: '不', source: '测试', reason: '测试', always: true },
      ...{ where: 'sentence', patterns: ['不好说'] },
    },
  ],
  variants: { staff: ['客服'], clauseOpeners: ['但是'], corrections: ['刚才说错了'] },
  calendars: [],
  categories: [{ id: 'food', severity: 3, mode: 'assert' }],
  rules: [
    {
      category: 'food',
      rules: [
        {
          ...{ id: 'food.topic', name: '说到病', match: ['{病痛话题}'], likely: 0.6 },
          examples: {
            match: ['我爸高血压那药早停了', '高血压不用愁', '高血压的看过来'],
            clean: ['高血压要问医生', '高血压的数据', '高血压科普'],
          },
        },
        {
          ...{ id: 'food.cures', name: '说能治', match: ['能治高血压'] },
          examples: {
            match: ['能治高血压', '它能治高血压', '喝了能治高血压'],
            clean: ['一', '二', '三'],
          },
        },
      ],
    },
  ],
})
const bare = compileLexicon(source, 'test')

/** A reading that takes every sentence with 停 or 不用 or 看过来 for a claim. */
const secondReading: SecondReading = ({ text }, { hits, likely }) =>
  /停|不用|看过来/.test(text)
    ? [...hits, ...likely]
    : [...hits, ...likely.map((hit) => ({ ...hit, suppressed: { by: unlikely, reason: '9 %' } }))]
const lexicon = { ...bare, secondReading }
const found = (text: string, by = lexicon) =>
  detect(by, { text, channel: 'speech' }).map(({ rule, text: words }) => `${rule} ${words}`)

test('words that say nothing alone are a lead only where their sentence reads like one', () => {
  expect(found('我爸高血压那药早停了')).toEqual(['food.topic 高血压'])
  expect(found('高血压要问医生')).toEqual([])
  expect(detect(bare, { text: '我爸高血压那药早停了', channel: 'speech' })).toEqual([])
  expect(found('能治高血压', { ...bare, secondReading: (_, { hits }) => [...hits] })).toEqual([
    'food.cures 能治高血压',
  ])
})

test('one character and what a concept leaves out say nothing; exceptions are left to the reading', () => {
  expect(conceptsOf(source.concepts)('病痛话题')).toEqual(['高血压', '病'])
  expect(found('有病的药停了')).toEqual([])
  expect(found('痛风的药停了')).toEqual([])
  expect(found('不好说，高血压的药停了')).toEqual(['food.topic 高血压'])
  const wrong = { ...source.concepts, 病痛话题: { words: ['病'], without: ['没有的'] } }
  expect(() => conceptsOf(wrong)('病痛话题')).toThrow(
    '概念 {病痛话题} 的 without 里，{没有的} 没有定义。',
  )
})

test('it is explained with the chance, or that nobody read it', () => {
  const told = (by: typeof bare, text: string) =>
    explain(by, { text, channel: 'speech' }).rules.find(({ rule }) => rule === 'food.topic')
  expect(told(lexicon, '我爸高血压那药早停了')).toMatchObject({ outcome: 'kept' })
  expect(told(lexicon, '高血压要问医生')).toMatchObject({
    ...{ outcome: 'suppressed', because: 'unlikely：9 %' },
  })
  expect(told(bare, '高血压要问医生')?.because).toContain('要整句再读')
  expect(explain(lexicon, { text: '高血压要问医生', channel: 'speech' }).hits).toEqual([])
})

test('its own sentences are tried where somebody reads them', () => {
  expect(failedExamples(bare)).toEqual([])
  expect(failedExamples(lexicon)).toEqual([])
  const deaf: SecondReading = (_, { hits }) => [...hits]
  const failed = failedExamples({ ...bare, secondReading: deaf })
  expect(failed.map(({ example }) => example.text)).toEqual(
    source.rules[0]?.rules[0]?.examples.match.map(({ text }) => text),
  )
})
