import { expect, test } from 'vitest'
import { type Action, actionOf, keymap, type Press } from './keys.ts'
import { labelOf, moved, withOwn } from './own-keys.ts'

const plain: Press = {
  code: '',
  isComposing: false,
  repeat: false,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
}

const cases: readonly (readonly [string, Partial<Press>, Action | null])[] = [
  ['A upholds', { code: 'KeyA' }, 'confirmed'],
  ['S doubts', { code: 'KeyS' }, 'doubtful'],
  ['D rules out', { code: 'KeyD' }, 'dismissed'],
  ['X voids', { code: 'KeyX' }, 'invalid'],
  [
    'a key of an input method at work is the input method’s',
    { code: 'KeyA', isComposing: true },
    null,
  ],
  ['a key held down decides once', { code: 'KeyD', repeat: true }, null],
  ['a key held down moves on', { code: 'KeyJ', repeat: true }, 'next'],
  ['Z undoes', { code: 'KeyZ' }, 'undo'],
  ['Ctrl+Z undoes', { code: 'KeyZ', ctrlKey: true }, 'undo'],
  ['Ctrl+A is the browser’s', { code: 'KeyA', ctrlKey: true }, null],
  ['Cmd+D is the browser’s', { code: 'KeyD', metaKey: true }, null],
  ['Alt+Left is the browser’s', { code: 'ArrowLeft', altKey: true }, null],
  ['O opens the law', { code: 'KeyO' }, 'law'],
  ['H opens what was decided before', { code: 'KeyH' }, 'history'],
  ['? is Shift and the slash', { code: 'Slash', shiftKey: true }, 'help'],
  ['the slash alone is nothing', { code: 'Slash' }, null],
  ['Shift+A is for all copies', { code: 'KeyA', shiftKey: true }, 'all-confirmed'],
  ['a batch key held down decides once', { code: 'KeyA', shiftKey: true, repeat: true }, null],
  ['an unknown key is nothing', { code: 'KeyU' }, null],
]

test.each(cases)('%s', (_, press, action) => {
  expect(actionOf({ ...plain, ...press })).toBe(action)
})

test('no two actions share a key', () => {
  const keys = keymap.map(({ code, shift = false }) => `${code} ${shift}`)
  expect(new Set(keys).size).toBe(keys.length)
})

test('a key that is moved changes places with whoever stood there, and comes home again', () => {
  const own = moved({}, { code: 'KeyA' }, { code: 'KeyD' })
  const actions = (code: string) => actionOf({ ...plain, code }, withOwn(own))
  expect([actions('KeyA'), actions('KeyD')]).toEqual(['dismissed', 'confirmed'])
  expect(actionOf({ ...plain, code: 'KeyA', shiftKey: true }, withOwn(own))).toBe('all-confirmed')
  expect(moved(own, { code: 'KeyA' }, { code: 'KeyD' })).toEqual({})
})

test('a key may go to a free place, where its old one does nothing', () => {
  const keys = withOwn(moved({}, { code: 'KeyX' }, { code: 'Digit4' }))
  expect(actionOf({ ...plain, code: 'Digit4' }, keys)).toBe('invalid')
  expect(actionOf({ ...plain, code: 'KeyX' }, keys)).toBeNull()
  expect(new Set(keys.map(labelOf)).size).toBe(keys.length)
})
