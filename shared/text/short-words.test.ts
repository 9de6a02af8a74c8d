import { expect, test } from 'vitest'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { shortWordsOf } from './short-words.ts'

test('only words that are a whole pattern without conditions count, one or two characters once folded', () => {
  const source = smallLexicon(({ price, concepts }) => {
    concepts.短 = ['好', '最好的', '第 一']
    price.push(
      { id: 'bare', match: ['{短}', '全网最低'] },
      { id: 'with', match: ['便宜'], with: ['今天'] },
      { id: 'pair', match: ['好…4吃', '^好$'] },
    )
  })
  expect([...shortWordsOf(source)]).toEqual([['bare', ['好', '第 一']]])
})
