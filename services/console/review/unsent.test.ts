import { expect, test } from 'vitest'
import { ApiFailure } from '../client.ts'
import { sendAll, type Unsent } from './unsent.ts'

const one = (id: string): Unsent => ({
  ...{ id, flagId: id, verdict: 'dismissed', reason: '', seen: null },
  ...{ route: 'verdict', phrase: id, before: 'open' },
})
const away = new ApiFailure(0, 'offline', '')
const late = new ApiFailure(409, 'conflict', '赵六已判')

function house(answers: Readonly<Record<string, Error>>) {
  const sent: string[] = []
  const file = async ({ id, flagId }: Unsent) => {
    const error = answers[id]
    if (error) throw error
    return {
      ...{ id, flagId, verdict: 'dismissed' as const, reason: '', by: '李四', atMs: 1 },
      ...{ effectiveAtMs: 1, batch: null, supersedes: null },
    }
  }
  const tell = {
    sent: ({ id }: Unsent) => void sent.push(id),
    why: (error: unknown) => (error instanceof Error ? error.message : ''),
  }
  return { sent, file, tell }
}

test('what waits is filed in its order; a refusal stays with its sentence, the others go on', async () => {
  const { sent, file, tell } = house({ b: late })
  const left = await sendAll([one('a'), one('b'), one('c')], file, tell)
  expect(sent).toEqual(['a', 'c'])
  expect(left).toEqual([{ ...one('b'), refused: '赵六已判' }])
})

test('where the network is away again, nothing after it is tried', async () => {
  const { sent, file, tell } = house({ b: away })
  expect(await sendAll([one('a'), one('b'), one('c')], file, tell)).toEqual([one('b'), one('c')])
  expect(sent).toEqual(['a'])
})

test('what was refused is not asked again', async () => {
  const refused = { ...one('a'), refused: '赵六已判' }
  const { sent, file, tell } = house({})
  expect(await sendAll([refused], file, tell)).toEqual([refused])
  expect(sent).toEqual([])
})
