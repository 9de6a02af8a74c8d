import { describe, expect, it } from 'vitest'
import {
  chainOf,
  currentVerdict,
  type Decide,
  decide,
  drawnForSecondLook,
  effectiveVerdict,
  undo,
  type Verdict,
  type VerdictEntry,
} from './verdict.ts'

const windows = { undoMinutes: 10, batchUndoMinutes: 30 }
const minute = 60_000
const t0 = Date.parse('2026-05-06T10:00:00+08:00')

function act(id: string, verdict: Verdict, more: Partial<Decide> = {}): Decide {
  return { id, flagId: 'f', verdict, reason: '片段 12:03', by: 'li', ...more }
}

function log(...steps: readonly (readonly [Verdict | 'undo', number, string?])[]): VerdictEntry[] {
  const lines: VerdictEntry[] = []
  for (const [i, [step, atMin, by = 'li']] of steps.entries()) {
    const atMs = t0 + atMin * minute
    lines.push(
      step === 'undo'
        ? undo(lines, { id: `v${i}`, by }, atMs)
        : decide(lines, act(`v${i}`, step, { by }), atMs, windows),
    )
  }
  return lines
}

describe('the verdict log', () => {
  it.each<[string, VerdictEntry[], number, Verdict | undefined, Verdict | undefined]>([
    ['nothing', [], 60, undefined, undefined],
    ['a verdict within its undo window', log(['confirmed', 0]), 9, 'confirmed', undefined],
    ['the moment the window ends', log(['confirmed', 0]), 10, 'confirmed', 'confirmed'],
    ['an undo', log(['confirmed', 0], ['undo', 5]), 60, undefined, undefined],
    [
      'a second try after an undo',
      log(['confirmed', 0], ['undo', 5], ['dismissed', 6]),
      16,
      'dismissed',
      'dismissed',
    ],
    [
      'a correction not yet in effect',
      log(['confirmed', 0], ['dismissed', 60]),
      65,
      'dismissed',
      'confirmed',
    ],
    [
      'a correction in effect',
      log(['confirmed', 0], ['dismissed', 60]),
      70,
      'dismissed',
      'dismissed',
    ],
    [
      'a correction undone',
      log(['confirmed', 0], ['dismissed', 60], ['undo', 61]),
      90,
      'confirmed',
      'confirmed',
    ],
    [
      'two undone in a row',
      log(['doubtful', 0], ['confirmed', 1], ['undo', 2], ['undo', 3]),
      90,
      undefined,
      undefined,
    ],
    [
      'what was known before a later line',
      log(['confirmed', 0], ['dismissed', 60]),
      30,
      'confirmed',
      'confirmed',
    ],
  ])('%s', (_, lines, atMin, current, effective) => {
    const knownMs = t0 + atMin * minute
    expect(currentVerdict(lines, knownMs)?.verdict).toBe(current)
    expect(effectiveVerdict(lines, knownMs)?.verdict).toBe(effective)
    expect(effectiveVerdict([...lines].reverse(), knownMs)?.verdict).toBe(effective)
  })

  it('gives a batch its longer window', () => {
    const line = decide([], act('v', 'confirmed', { batch: 'b1' }), t0, windows)
    expect(line.effectiveAtMs - line.atMs).toBe(30 * minute)
    expect(undo([line], { id: 'u', by: 'li' }, t0 + 29 * minute)).toMatchObject({
      verdict: 'undone',
      supersedes: 'v',
      batch: 'b1',
    })
  })

  it('takes effect at once under a policy without an undo window, and cannot be undone then', () => {
    const line = decide([], act('v', 'confirmed'), t0, { undoMinutes: 0, batchUndoMinutes: 0 })
    expect(effectiveVerdict([line], t0)?.verdict).toBe('confirmed')
    expect(() => undo([line], { id: 'u', by: 'li' }, t0)).toThrow('更正')
  })

  it('never runs backwards when a clock does', () => {
    const lines = log(['confirmed', 10])
    const later = decide(lines, act('v1', 'dismissed'), t0, windows)
    expect(later.atMs).toBe(lines[0]?.atMs)
  })

  it.each<[string, string, () => unknown]>([
    [
      'conflict',
      '刚被他人判定',
      () => decide(log(['doubtful', 0]), act('x', 'confirmed', { seen: null }), t0, windows),
    ],
    [
      'invalid',
      '不必重复',
      () => decide(log(['confirmed', 0]), act('x', 'confirmed'), t0, windows),
    ],
    [
      'invalid',
      '写明理由',
      () => decide(log(['confirmed', 0]), act('x', 'dismissed', { reason: ' ' }), t0, windows),
    ],
    [
      'conflict',
      '已过撤销时限',
      () => undo(log(['confirmed', 0]), { id: 'x', by: 'li' }, t0 + 10 * minute),
    ],
    ['forbidden', '只能撤销本人', () => undo(log(['confirmed', 0]), { id: 'x', by: 'wang' }, t0)],
    ['invalid', '无可撤销', () => undo([], { id: 'x', by: 'li' }, t0)],
    [
      'invalid',
      '无可撤销',
      () => undo(log(['confirmed', 0], ['undo', 1]), { id: 'x', by: 'li' }, t0 + minute),
    ],
  ])('refuses with %s: %s', (code, words, step) => {
    expect(step).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }))
  })

  it.each<[string, (lines: VerdictEntry[]) => VerdictEntry[]]>([
    ['a missing line', (lines) => lines.slice(1)],
    ['a missing middle', (lines) => lines.filter((_, i) => i !== 1)],
    [
      'a fork',
      (lines) => [...lines, ...lines.slice(1, 2).map((line) => ({ ...line, id: 'fork' }))],
    ],
    [
      'a circle',
      (lines) => lines.map((line, i) => (i === 0 ? { ...line, supersedes: 'v2' } : line)),
    ],
  ])('refuses a log with %s', (_, damage) => {
    const lines = log(['confirmed', 0], ['dismissed', 20], ['confirmed', 40])
    expect(chainOf([...lines].reverse())).toEqual(lines)
    expect(() => chainOf(damage(lines))).toThrow('不连续')
  })
})

describe('drawnForSecondLook', () => {
  it.each([0, 0.05, 0.5, 1])('draws a share of %d, the same lines every time', (share) => {
    const ids = Array.from({ length: 20_000 }, (_, i) => `verdict-${i}`)
    const drawn = ids.filter((id) => drawnForSecondLook(id, share))
    expect(Math.abs(drawn.length / ids.length - share)).toBeLessThan(0.006)
    expect(ids.filter((id) => drawnForSecondLook(id, share))).toEqual(drawn)
  })
})
