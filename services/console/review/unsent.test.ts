import { expect, test } from 'vitest'
import { sendAll, type Unsent } from './unsent.ts'

const one = (id: string): Unsent => ({
  ...{ id, flagId: id, verdict: 'dismissed', reason: '', seen: null },
  ...{ route: 'verdict', phrase: id, givenAtMs: 0 },
})
const away = new Error('no network')
const late = new Error('赵六已判')

/** A house that answers these verdicts with an error, and what it took. */
function house(answers: Readonly<Record<string, Error>>) {
  const taken: string[] = []
  const sending = {
    async file({ id }: Unsent) {
      if (answers[id]) throw answers[id]
      taken.push(id)
    },
    isAway: (error: unknown) => error === away,
    why: (error: unknown) => (error instanceof Error ? error.message : ''),
  }
  return { taken, sending }
}

test('what waits is filed in its order; a refusal stays with its sentence, the others go on', async () => {
  const { taken, sending } = house({ b: late })
  const left = await sendAll([one('a'), one('b'), one('c')], sending)
  expect(taken).toEqual(['a', 'c'])
  expect(left).toEqual([{ ...one('b'), refused: '赵六已判' }])
})

test('where the network is away again, nothing after it is tried', async () => {
  const { taken, sending } = house({ b: away })
  expect(await sendAll([one('a'), one('b'), one('c')], sending)).toEqual([one('b'), one('c')])
  expect(taken).toEqual(['a'])
})

test('what was refused is not asked again', async () => {
  const refused = { ...one('a'), refused: '赵六已判' }
  const { taken, sending } = house({})
  expect(await sendAll([refused], sending)).toEqual([refused])
  expect(taken).toEqual([])
})
