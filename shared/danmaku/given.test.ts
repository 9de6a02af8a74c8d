import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { summariseDanmaku } from './read.ts'

/** Files of real sites and recorders with the counts of an independent reader. They are not ours to ship: absent, the tests are skipped. */
const folder = process.env.DANMAKU_SAMPLES ?? resolve('../shared/data/danmaku')
const truthPath = join(folder, 'made/truth.json')

const real: readonly [file: string, chat: number, special: number, repaired: number][] = [
  ['ccl-test2.xml', 24, 742, 0],
  ['ccl-no_closing.xml', 7, 0, 1],
  ['ccl-syntax_error.xml', 7, 0, 1],
  ['ccl-boss-mode7.xml', 937, 63, 0],
  ['ccl-acfun.json', 61, 90, 0],
  ['artplayer-v1.xml', 499, 0, 0],
  ['artplayer-v3-9fields.xml', 1224, 0, 0],
  ['artplayer.ass', 499, 0, 0],
  ['danmakufactory-01.xml', 1200, 0, 0],
  ['niconicomments-13.json', 74, 0, 0],
  ['niconicomments-owner.json', 51, 0, 0],
]

describe.skipIf(!existsSync(join(folder, 'real')))('real files', () => {
  it.each(real)('%s', async (file, chat, special, repaired) => {
    const found = await summariseDanmaku(join(folder, 'real', file))
    expect({ ...found.kinds, special: found.kinds.special ?? 0 }).toEqual({ chat, special })
    expect(found).toMatchObject({ errors: 0, repaired, duplicates: 0 })
  })
})

interface Truth {
  readonly chat: number
  readonly unit: 'time' | 'epoch_ms' | 'id_epoch_s'
  readonly start_time?: string
  readonly first: Readonly<Record<string, number | string>>
  readonly last: Readonly<Record<string, number | string>>
}
const counts: readonly [key: string, read: (found: Found) => number][] = [
  ['gift', ({ kinds }) => kinds.gift ?? 0],
  ['sc', ({ kinds }) => kinds.super_chat ?? 0],
  ['guard', ({ kinds }) => kinds.guard ?? 0],
  ['toast', ({ kinds }) => kinds.guard ?? 0],
  ['s', ({ kinds }) => kinds.gift ?? 0],
  ['o', ({ kinds }) => kinds.system ?? 0],
  ['INTERACT_WORD', ({ kinds }) => kinds.enter ?? 0],
  ['SEND_GIFT', ({ kinds }) => kinds.gift ?? 0],
  ['empty', ({ empty }) => empty],
  ['duplicate', ({ duplicates }) => duplicates],
  ['unreadable', ({ errors }) => errors],
]
type Found = Awaited<ReturnType<typeof summariseDanmaku>>

// The file says what its fields are; a wrong field fails the comparison below.
const truth: Record<string, Truth & Record<string, unknown>> = existsSync(truthPath)
  ? JSON.parse(readFileSync(truthPath, 'utf8'))
  : {}

describe.skipIf(!existsSync(truthPath))('made files', () => {
  it.each(Object.keys(truth))('%s', async (file) => {
    const wanted = truth[file]
    const found = await summariseDanmaku(join(folder, 'made', file))
    const moment = (at: 'first' | 'last') => {
      const { tMs, atMs, text } = found[at] ?? { tMs: null, atMs: null, text: '' }
      const time = { time: (tMs ?? 0) / 1000, epoch_ms: atMs, id_epoch_s: (atMs ?? 0) / 1000 }
      return wanted && { [wanted.unit]: time[wanted.unit], text: text.trim() }
    }
    expect(found.chat).toBe(wanted?.chat)
    expect([moment('first'), moment('last')]).toEqual([wanted?.first, wanted?.last])
    expect(found.startAtMs).toBe(wanted?.start_time ? Date.parse(wanted.start_time) : null)
    for (const [key, read] of counts)
      if (wanted?.[key] !== undefined) expect([key, read(found)]).toEqual([key, wanted[key]])
    expect(found.errors).toBe(wanted?.unreadable ?? 0)
  })
})
