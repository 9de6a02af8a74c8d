import { describe, expect, it } from 'vitest'
import {
  barred,
  checkSignature,
  type RemovalCase,
  type RemovalSignature,
  RemovalStage,
  removalStages,
  stageOf,
} from './removal-stages.ts'
import { Role } from './role.ts'

const t0 = Date.parse('2026-05-06T10:00:00+08:00')
const hour = 3_600_000
const people: Readonly<Record<RemovalStage, string>> = {
  propose: 'system',
  verify: 'sun',
  hear: 'sun',
  review: 'wang',
  approve: 'zhou',
  publish: 'system',
}

function sign(stage: RemovalStage, more: Partial<RemovalSignature> = {}): RemovalSignature {
  return { stage, outcome: 'agree', by: people[stage], reason: '同意', atMs: t0, ...more }
}

function upTo(stage: RemovalStage): RemovalSignature[] {
  return RemovalStage.options.slice(0, RemovalStage.options.indexOf(stage)).map((s) => sign(s))
}

function file(stage: RemovalStage, more: Partial<RemovalCase> = {}): RemovalCase {
  return {
    signatures: upTo(stage),
    verdictGivers: ['li', 'qian'],
    hearing: { servedMs: t0, dueMs: t0 + 5 * hour, answeredMs: t0 + hour },
    leniencyFilled: true,
    ...more,
  }
}

function attempt(at: RemovalCase, act: RemovalSignature, roles: readonly Role[] = Role.options) {
  return () => checkSignature(at, { ...act, roles }, 24)
}

const late = { atMs: t0 + 25 * hour }

describe('the six stages', () => {
  it('leads from 提出 to 公示 when each signs in turn', () => {
    for (const { stage, who } of removalStages) {
      expect(stageOf(upTo(stage))).toBe(stage)
      expect(attempt(file(stage), sign(stage, late), who)).not.toThrow()
    }
    expect(stageOf([...upTo('publish'), sign('publish')])).toBe('done')
  })

  it('takes a signature for the waiting stage only', () => {
    for (const waiting of RemovalStage.options)
      for (const stage of RemovalStage.options)
        if (stage !== waiting)
          expect(attempt(file(waiting), sign(stage, { ...late, by: 'new' }))).toThrow(
            '不在这一环节',
          )
  })

  it('takes it from the stage roles only', () => {
    for (const { stage, who } of removalStages)
      for (const role of Role.options) {
        const step = attempt(file(stage), sign(stage, { ...late, by: 'new' }), [role])
        if (who.includes(role)) expect(step).not.toThrow()
        else expect(step).toThrow('不由您的角色')
      }
  })

  it.each<[RemovalStage, string[]]>([
    ['propose', []],
    ['verify', ['system']],
    ['hear', []],
    ['review', ['li', 'qian', 'system', 'sun']],
    ['approve', ['li', 'qian', 'system', 'sun', 'wang']],
    ['publish', []],
  ])('bars from %s those who had a hand in the case', (stage, names) => {
    expect([...barred(file(stage), stage)].sort()).toEqual([...names].sort())
    for (const by of names)
      expect(attempt(file(stage), sign(stage, { ...late, by }))).toThrow('须由他人签署')
  })

  it('remembers hands of an earlier round after a return', () => {
    const signatures = [
      ...upTo('review'),
      sign('review', { outcome: 'return', reason: '补证' }),
      sign('verify', { by: 'wu' }),
      sign('hear', { by: 'wu' }),
    ]
    expect(stageOf(signatures)).toBe('review')
    expect([...barred({ ...file('review'), signatures }, 'review')].sort()).toEqual(
      ['li', 'qian', 'sun', 'system', 'wu'].sort(),
    )
    expect(attempt({ ...file('review'), signatures }, sign('review'))).not.toThrow()
  })

  it.each<[string, RemovalCase, RemovalSignature]>([
    ['须先送达', file('hear', { hearing: null }), sign('hear')],
    [
      '期限届满',
      file('hear', { hearing: { servedMs: t0, dueMs: t0, answeredMs: null } }),
      sign('hear'),
    ],
    ['合规尽责', file('review', { leniencyFilled: false }), sign('review')],
    ['合规尽责', file('approve', { leniencyFilled: false }), sign('approve')],
    ['停留 24 小时', file('publish'), sign('publish', { atMs: t0 + 24 * hour - 1 })],
    ['写明理由', file('review'), sign('review', { outcome: 'refuse', reason: ' ' })],
    ['没有这一选项', file('propose'), sign('propose', { outcome: 'refuse' })],
    ['没有这一选项', file('verify'), sign('verify', { outcome: 'return' })],
    ['没有这一选项', file('publish'), sign('publish', { outcome: 'refuse' })],
    ['可以叫停', file('publish'), sign('publish', { outcome: 'return', by: 'new' })],
  ])('refuses: %s', (words, at, act) => {
    expect(attempt(at, act)).toThrow(words)
  })

  it.each<[string, RemovalCase, RemovalSignature]>([
    [
      'an answer that never came',
      file('hear', { hearing: { servedMs: t0, dueMs: t0, answeredMs: null } }),
      sign('hear', { atMs: t0 + 1 }),
    ],
    [
      'a refusal without the box',
      file('review', { leniencyFilled: false }),
      sign('review', { outcome: 'refuse' }),
    ],
    ['a stop during the hold', file('publish'), sign('publish', { outcome: 'return', by: 'wang' })],
    ['the end of the hold', file('publish'), sign('publish', { atMs: t0 + 24 * hour })],
  ])('allows %s', (_, at, act) => {
    expect(attempt(at, act)).not.toThrow()
  })

  it('ends as kept when refused, and refuses a log out of order', () => {
    expect(stageOf([...upTo('review'), sign('review', { outcome: 'refuse' })])).toBe('kept')
    expect(() => stageOf([sign('approve')])).toThrow('不连续')
  })
})
