import { useEffect, useRef } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { stored } from '../frame/stored.ts'
import type { Word } from '../words/words.ts'

/** One verdict for all copies of a script. */
type BatchAction = `all-${Verdict}`

export type Action =
  | Verdict
  | BatchAction
  | 'next'
  | 'previous'
  | 'undo'
  | 'copy'
  | 'leave'
  | 'load'
  | 'park'
  | 'toggle'
  | 'again'
  | 'hitBefore'
  | 'hitAfter'
  | 'back1'
  | 'forward1'
  | 'back5'
  | 'forward5'
  | 'slower'
  | 'faster'
  | 'mute'
  | 'full'
  | 'danmaku'
  | 'reason'
  | 'law'
  | 'history'
  | 'help'

/** A place on the keyboard, with Shift or without. */
export interface Key {
  readonly code: string
  readonly shift?: boolean
}

export interface Binding extends Key {
  readonly action: Action
  readonly word: Word
  readonly group: 'judge' | 'batch' | 'move' | 'play' | 'other'
}

/** One key per action, by its place on the keyboard: the left hand decides, the right hand moves. */
export const keymap: readonly Binding[] = [
  { code: 'KeyA', action: 'confirmed', word: 'verdict.confirmed', group: 'judge' },
  { code: 'KeyS', action: 'doubtful', word: 'verdict.doubtful', group: 'judge' },
  { code: 'KeyD', action: 'dismissed', word: 'verdict.dismissed', group: 'judge' },
  { code: 'KeyX', action: 'invalid', word: 'verdict.invalid', group: 'judge' },
  { code: 'KeyZ', action: 'undo', word: 'keys.undo', group: 'judge' },
  { code: 'KeyC', action: 'reason', word: 'keys.reason', group: 'judge' },
  { code: 'KeyP', action: 'park', word: 'keys.park', group: 'judge' },
  { code: 'KeyG', action: 'copy', word: 'keys.copy', group: 'batch' },
  { code: 'KeyV', action: 'leave', word: 'keys.leave', group: 'batch' },
  ...(
    [
      ['KeyA', 'all-confirmed', 'verdict.confirmed'],
      ['KeyS', 'all-doubtful', 'verdict.doubtful'],
      ['KeyD', 'all-dismissed', 'verdict.dismissed'],
      ['KeyX', 'all-invalid', 'verdict.invalid'],
    ] as const
  ).map(([code, action, word]) => ({
    ...{ code, shift: true, action, word },
    group: 'batch' as const,
  })),
  { code: 'KeyJ', action: 'next', word: 'review.next', group: 'move' },
  { code: 'ArrowDown', action: 'next', word: 'review.next', group: 'move' },
  { code: 'KeyK', action: 'previous', word: 'review.previous', group: 'move' },
  { code: 'ArrowUp', action: 'previous', word: 'review.previous', group: 'move' },
  { code: 'KeyN', action: 'load', word: 'keys.load', group: 'move' },
  { code: 'Space', action: 'toggle', word: 'player.play', group: 'play' },
  { code: 'KeyQ', action: 'again', word: 'player.again', group: 'play' },
  { code: 'BracketLeft', action: 'hitBefore', word: 'keys.hitBefore', group: 'play' },
  { code: 'BracketRight', action: 'hitAfter', word: 'keys.hitAfter', group: 'play' },
  { code: 'Comma', action: 'back1', word: 'player.back', group: 'play' },
  { code: 'Period', action: 'forward1', word: 'player.forward', group: 'play' },
  { code: 'ArrowLeft', action: 'back5', word: 'keys.back5', group: 'play' },
  { code: 'ArrowRight', action: 'forward5', word: 'keys.forward5', group: 'play' },
  { code: 'Minus', action: 'slower', word: 'keys.slower', group: 'play' },
  { code: 'Equal', action: 'faster', word: 'keys.faster', group: 'play' },
  { code: 'KeyM', action: 'mute', word: 'player.mute', group: 'play' },
  { code: 'KeyF', action: 'full', word: 'player.full', group: 'play' },
  { code: 'KeyB', action: 'danmaku', word: 'player.danmaku', group: 'play' },
  { code: 'KeyO', action: 'law', word: 'keys.law', group: 'other' },
  { code: 'KeyH', action: 'history', word: 'keys.history', group: 'other' },
  { code: 'Slash', shift: true, action: 'help', word: 'review.help', group: 'other' },
]

export interface Press {
  readonly code: string
  readonly isComposing: boolean
  readonly repeat: boolean
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What a key press asks for. By place, never by letter: an input method changes the letter even outside of fields. */
export function actionOf(press: Press, keys: readonly Binding[] = keymap): Action | null {
  if (press.isComposing || press.metaKey || press.altKey) return null
  if (press.ctrlKey) return press.code === 'KeyZ' && !press.shiftKey ? 'undo' : null
  const pressed = { code: press.code, shift: press.shiftKey }
  const found = keys.find((key) => sameKey(key, pressed))
  // A key held down must not decide one flag after the other.
  return !found || (press.repeat && ['judge', 'batch'].includes(found.group)) ? null : found.action
}

export function sameKey(one: Key, other: Key): boolean {
  return one.code === other.code && (one.shift ?? false) === (other.shift ?? false)
}

/** WCAG 2.1.4: single keys can be switched off. */
export const singleKeys = stored<'on' | 'off'>('single-keys', 'on')

const ownKeys = 'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"]'

/** Calls `act` for the keys of the workspace, except where the key belongs to a field, a dialog or a focused button. */
export function useKeys(keys: readonly Binding[], act: (action: Action) => void): void {
  const latest = useRef({ keys, act })
  latest.current = { keys, act }
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (singleKeys.get() === 'off' && !event.ctrlKey) return
      const target = event.target instanceof Element ? event.target : null
      if (
        target?.closest(ownKeys) ||
        document.querySelector('.ant-modal-wrap:not([style*="none"])')
      )
        return
      if (target?.closest('button, a, [role="slider"], summary') && event.code === 'Space') return
      const action = actionOf(event, latest.current.keys)
      if (!action) return
      event.preventDefault()
      latest.current.act(action)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
