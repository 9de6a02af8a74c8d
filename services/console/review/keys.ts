import { useEffect, useRef } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { stored } from '../frame/stored.ts'
import type { Word } from '../words/words.ts'

export type Action =
  | Verdict
  | 'next'
  | 'previous'
  | 'undo'
  | 'toggle'
  | 'again'
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
  | 'help'

export interface Binding {
  readonly code: string
  /** What is printed on the key. */
  readonly key: string
  readonly shift?: boolean
  readonly action: Action
  readonly word: Word
  readonly group: 'judge' | 'move' | 'play' | 'other'
}

/** One key per action, by its place on the keyboard: the left hand decides, the right hand moves. */
export const keymap: readonly Binding[] = [
  { code: 'KeyA', key: 'A', action: 'confirmed', word: 'verdict.confirmed', group: 'judge' },
  { code: 'KeyS', key: 'S', action: 'doubtful', word: 'verdict.doubtful', group: 'judge' },
  { code: 'KeyD', key: 'D', action: 'dismissed', word: 'verdict.dismissed', group: 'judge' },
  { code: 'KeyX', key: 'X', action: 'invalid', word: 'verdict.invalid', group: 'judge' },
  { code: 'KeyZ', key: 'Z', action: 'undo', word: 'keys.undo', group: 'judge' },
  { code: 'KeyC', key: 'C', action: 'reason', word: 'keys.reason', group: 'judge' },
  { code: 'KeyJ', key: 'J', action: 'next', word: 'review.next', group: 'move' },
  { code: 'ArrowDown', key: '↓', action: 'next', word: 'review.next', group: 'move' },
  { code: 'KeyK', key: 'K', action: 'previous', word: 'review.previous', group: 'move' },
  { code: 'ArrowUp', key: '↑', action: 'previous', word: 'review.previous', group: 'move' },
  { code: 'Space', key: 'Space', action: 'toggle', word: 'player.play', group: 'play' },
  { code: 'KeyQ', key: 'Q', action: 'again', word: 'player.again', group: 'play' },
  { code: 'Comma', key: ',', action: 'back1', word: 'player.back', group: 'play' },
  { code: 'Period', key: '.', action: 'forward1', word: 'player.forward', group: 'play' },
  { code: 'ArrowLeft', key: '←', action: 'back5', word: 'keys.back5', group: 'play' },
  { code: 'ArrowRight', key: '→', action: 'forward5', word: 'keys.forward5', group: 'play' },
  { code: 'Minus', key: '-', action: 'slower', word: 'keys.slower', group: 'play' },
  { code: 'Equal', key: '=', action: 'faster', word: 'keys.faster', group: 'play' },
  { code: 'KeyM', key: 'M', action: 'mute', word: 'player.mute', group: 'play' },
  { code: 'KeyF', key: 'F', action: 'full', word: 'player.full', group: 'play' },
  { code: 'KeyB', key: 'B', action: 'danmaku', word: 'player.danmaku', group: 'play' },
  { code: 'Slash', key: '?', shift: true, action: 'help', word: 'review.help', group: 'other' },
]

const verdicts: readonly Action[] = ['confirmed', 'dismissed', 'doubtful', 'invalid', 'undo']

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
export function actionOf(press: Press): Action | null {
  if (press.isComposing || press.metaKey || press.altKey) return null
  if (press.ctrlKey) return press.code === 'KeyZ' && !press.shiftKey ? 'undo' : null
  const action = keymap.find(
    ({ code, shift = false }) => code === press.code && shift === press.shiftKey,
  )?.action
  // A key held down must not decide one flag after the other.
  return !action || (press.repeat && verdicts.includes(action)) ? null : action
}

/** WCAG 2.1.4: single keys can be switched off. */
export const singleKeys = stored<'on' | 'off'>('single-keys', 'on')

const ownKeys = 'input, textarea, select, [contenteditable], [role="dialog"], [role="listbox"]'

/** Calls `act` for the keys of the workspace, except where the key belongs to a field, a dialog or a focused button. */
export function useKeys(act: (action: Action) => void): void {
  const latest = useRef(act)
  latest.current = act
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
      const action = actionOf(event)
      if (!action) return
      event.preventDefault()
      latest.current(action)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
