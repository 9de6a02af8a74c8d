import { expect, test } from 'vitest'
import type { Facts } from '#shared/domain/recorder.ts'
import { finishedName, readFileName } from './file-name.ts'
import { recorders } from './recorders.ts'
import { factsOf, readSidecar, wallClockCaptions } from './sidecar.ts'

const all = await recorders()
const instant = ({ startedAt, ...rest }: Facts) => ({
  ...rest,
  startedAt: startedAt && Date.parse(startedAt),
})

const names = all.flatMap(({ platform, names }) =>
  names.flatMap(({ examples }) => examples.map((example) => ({ ...example, platform }))),
)
test.each(names)('$file', ({ file, says, platform }) => {
  const told = says.platformId && platform ? { platform, ...says } : says
  expect(instant(readFileName(all, file))).toEqual(instant(told))
})

const sidecars = all.flatMap(({ id, sidecars }) =>
  sidecars.flatMap((rule) => rule.examples.map((example) => ({ id, rule, ...example }))),
)
test.each(sidecars)('$id $rule.file: $text', ({ rule, text, says }) => {
  expect(instant(readSidecar(rule, text))).toEqual(instant(says))
})

test.each(['', 'whole', '2026-13-41_99-99-99', '渔嫂_99999999_999999', 'a'.repeat(300)])(
  'no guess: %j',
  (stem) => expect(readFileName(all, stem)).toEqual({}),
)

test('a hostile sidecar says nothing', () => {
  for (const { rule } of sidecars)
    for (const text of ['', '{', '[]', 'null', '{"__proto__":{"RoomId":"1"}}', '<metadata', '<i>'])
      expect(readSidecar(rule, text)).toEqual({})
  expect(factsOf({ platform: 'nowhere', platformId: '0', startedAt: 'soon' })).toEqual({})
  expect(factsOf({ title: '长'.repeat(900) }).title).toHaveLength(500)
})

test('what is still written keeps the name it will have', () => {
  expect(finishedName('渔嫂.flv.part')).toBe('渔嫂.flv')
  expect(finishedName('a.mp4.tmp')).toBe('a.mp4')
  expect(finishedName('a.mp4')).toBe('a.mp4')
})

test('a time file is a clock, captions are not', () => {
  const clock =
    '1\n00:00:00,000 --> 00:00:01,000\n2026-03-11 19:09:52\n\n2\n00:00:01,000 --> 00:00:02,000\n2026-03-11 19:09:53\n'
  expect(wallClockCaptions(clock)).toBe(Date.parse('2026-03-11T19:09:52+08:00'))
  expect(wallClockCaptions('1\n00:00:00,000 --> 00:00:01,000\n家人们好\n')).toBeNull()
  const said =
    '1\n00:00:00,000 --> 00:00:01,000\n2026-03-11 19:09:52\n\n2\n00:00:01,000 --> 00:00:02,000\n开播\n'
  expect(wallClockCaptions(said)).toBeNull()
})
