import { expect, test } from 'vitest'
import { jsonObjectIn, oneLine, screenWords } from './answer.ts'

test.each<[string, unknown]>([
  ['{"a":1}', { a: 1 }],
  ['```json\n{"a":1}\n```', { a: 1 }],
  ['<think>{"a":2} 也许</think>{"a":1}', { a: 1 }],
  ['好的:{"a":1}。', { a: 1 }],
  ['[{"a":1},{"b":2}]', undefined],
  ['"likely"', undefined],
  ['{"a":1', undefined],
  ['{"a":1} {"b":2}', undefined],
  ['', undefined],
])('%j holds %j', (answer, value) => {
  expect(jsonObjectIn(answer)).toEqual(value)
})

test('text of others stays one line without hidden characters', () => {
  expect(oneLine(' 一\n二\u2028三\u0000四\u202e五\u200b六\ud800 ')).toBe('一 二 三四五六')
})

test('a reason finds nobody guilty and is cut by characters', () => {
  expect(screenWords('该说法涉嫌违法,属于违规宣传', 50)).toBe('该说法涉嫌,属于涉嫌宣传')
  expect([...screenWords('𠮷'.repeat(300), 200)]).toHaveLength(200)
})
