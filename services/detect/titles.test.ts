import { expect, test } from 'vitest'
import { LinkPolicy } from '#shared/domain/link-policy.ts'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { utterancesOf } from './broadcast.ts'
import { withLinks } from './links.ts'

const minute = 60_000
const spoken = {
  ...{ sentences: [], comments: [], goods: undefined, roomType: 'shop' as const, clock: null },
  startedAt: new Date('2026-03-11T19:00:00+08:00'),
  title: '开渔季',
  // As a danmaku file told of it: the first message of the file and a later one.
  titles: [
    { seq: 0, tMs: 5 * minute, text: '全网最低价' },
    { seq: 9, tMs: 9 * minute, text: '看 t.cn/Abc12 拿货' },
  ],
}

test('each title is judged at the moment from which it was shown, and numbered so that none is taken for another', () => {
  const said = utterancesOf(spoken)
  expect(said.map(({ channel, seq, startMs, text }) => [channel, seq, startMs, text])).toEqual([
    ['title', 0, 0, '开渔季'],
    ['title', 1, 5 * minute, '全网最低价'],
    ['title', 10, 9 * minute, '看 t.cn/Abc12 拿货'],
  ])
  expect(said[1]?.at).toEqual(new Date('2026-03-11T19:05:00+08:00'))
})

test('a contact in a changed title is a link of that moment', async () => {
  const { versions } = await loadPolicy('policies/links.yaml', policyFile(LinkPolicy))
  const policy = policyOn(versions, spoken.startedAt.getTime())
  const source = { source: { variants: { staff: [] } } }
  const { links } = withLinks(spoken, source, policy, 'douyin')
  expect(links).toMatchObject([
    { source: 'title', sourceSeq: 10, fromMs: 9 * minute, kind: 'short' },
  ])
})
