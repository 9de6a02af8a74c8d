import { describe, expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { LexiconAct, LexiconState, type Life, mayAct, stateAfter } from './lexicon-version.ts'

/** Every life a version may have and what each act makes of it; an act that is not named is refused. */
const allowed: readonly [Life, Partial<Record<LexiconAct, LexiconState>>][] = [
  [
    { state: 'draft', wasPublished: false },
    { shadow: 'shadow', publish: 'published', retire: 'retired' },
  ],
  [
    { state: 'draft', wasPublished: true },
    { shadow: 'shadow', publish: 'published', retire: 'retired' },
  ],
  [
    { state: 'shadow', wasPublished: false },
    { publish: 'published', retire: 'retired' },
  ],
  [
    { state: 'shadow', wasPublished: true },
    { publish: 'published', retire: 'retired' },
  ],
  [{ state: 'published', wasPublished: false }, { supersede: 'retired' }],
  [{ state: 'published', wasPublished: true }, { supersede: 'retired' }],
  [{ state: 'retired', wasPublished: false }, { redraft: 'draft' }],
  [{ state: 'retired', wasPublished: true }, { rollback: 'published' }],
]

test('the table is whole', () => {
  expect(allowed).toHaveLength(LexiconState.options.length * 2)
})

describe.each(allowed)('%o', (life, acts) => {
  test.each(LexiconAct.options)('%s', (act) => {
    const wanted = acts[act]
    expect(mayAct(life, act)).toBe(wanted !== undefined)
    if (wanted) expect(stateAfter(life, act)).toBe(wanted)
    else expect(() => stateAfter(life, act)).toThrow(AppError)
  })
})

test('a refusal says what to do instead', () => {
  const refused = (life: Life, act: LexiconAct) => {
    try {
      stateAfter(life, act)
    } catch (error) {
      return error instanceof AppError ? `${error.code} ${error.message}` : ''
    }
    return ''
  }
  expect(refused({ state: 'retired', wasPublished: true }, 'publish')).toContain('请用回滚')
  expect(refused({ state: 'published', wasPublished: true }, 'retire')).toContain('发布另一版')
  expect(refused({ state: 'draft', wasPublished: false }, 'rollback')).toContain('请用发布')
})
