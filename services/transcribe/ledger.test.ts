import { expect, test } from 'vitest'
import type { Suspect } from '#shared/domain/sentence.ts'
import { captionLedger, heardLedger, partLedger } from './ledger.ts'

const said = (startMs: number, endMs: number, suspect?: readonly Suspect[]) => ({
  ...{ startMs, endMs, text: '好', timing: 'word' as const },
  ...(suspect && { suspect }),
})
const piece = (startMs: number, endMs: number, more: object = {}) => ({
  ...{ startMs, endMs, sentences: [said(startMs, endMs)], speechMs: 1, tookMs: 1, ...more },
})
const brief = (spans: readonly { fromMs: number; toMs: number; gap: string | null }[]) =>
  spans.map(({ fromMs, toMs, gap }) => `${fromMs}-${toMs} ${gap ?? '✓'}`)

test('silence between pieces is covered; what failed, or was another language, is not', () => {
  const pieces = [
    piece(1000, 4000),
    piece(6000, 9000, { sentences: [], gap: '转写失败' }),
    piece(12_000, 15_000, { sentences: [said(12_000, 15_000, ['foreign'])] }),
    piece(16_000, 18_000, { sentences: [said(16_000, 17_000, ['foreign']), said(17_000, 18_000)] }),
  ]
  expect(brief(heardLedger(20_000, pieces, []))).toEqual([
    '0-6000 ✓',
    '6000-9000 转写失败',
    '9000-12000 ✓',
    '12000-15000 无法识别的语言',
    '15000-20000 ✓',
  ])
})

test('what was not audible was not heard either, and gaps do not overlap', () => {
  const audible = [
    { kind: 'audible' as const, fromMs: 0, toMs: 2000, gap: '声音晚于画面' },
    { kind: 'audible' as const, fromMs: 2000, toMs: 20_000, gap: null },
  ]
  const pieces = [piece(1000, 4000, { gap: '转写失败' })]
  expect(brief(heardLedger(20_000, pieces, audible))).toEqual([
    '0-2000 声音晚于画面',
    '2000-4000 转写失败',
    '4000-20000 ✓',
  ])
})

test('of an attempt that ended early only the pieces count', () => {
  expect(brief(partLedger(10_000, [piece(1000, 4000)]))).toEqual([
    '0-1000 转写失败',
    '1000-4000 ✓',
    '4000-10000 转写失败',
  ])
})

test('captions cover what they stand in, and short silences', () => {
  const hour = 3_600_000
  expect(brief(captionLedger(hour, [said(10_000, 12_000), said(200_000, 1_000_000)]))).toEqual([
    '0-1000000 ✓',
    '1000000-3600000 字幕在这段时间没有内容',
  ])
  expect(brief(captionLedger(60_000, [said(1000, 2000)]))).toEqual(['0-60000 ✓'])
})
