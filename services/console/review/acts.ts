import type { Verdict } from '#shared/domain/verdict.ts'
import type { Player } from '../player/playback.ts'
import { type BatchInHand, nextCopy } from './batch.ts'
import type { Action } from './keys.ts'
import type { Sheet } from './sheet.tsx'
import { did } from './tour.tsx'

/** What the page lets the keys do with its queue. */
export interface Queue {
  readonly select: (flagId: string) => void
  readonly move: (step: 1 | -1) => void
  readonly load: () => void
  readonly undo: () => void
  readonly help: () => void
}

interface InHand {
  readonly id: string
  readonly batch: BatchInHand | null
  readonly player: Player | null
  readonly decide: (verdict: Verdict) => void
  readonly decideAll: (verdict: Verdict) => void
  readonly putOff: () => void
  readonly writeReason: () => void
  readonly toggle: (sheet: Sheet) => void
  readonly leap: (step: 1 | -1) => void
}

/** What each action is, for the flag in hand. */
export function actsOf(
  { id, batch, player, decide, decideAll, putOff, writeReason, toggle, leap }: InHand,
  { select, move, load, undo, help }: Queue,
): Readonly<Record<Action, () => void>> {
  return {
    confirmed: () => decide('confirmed'),
    dismissed: () => decide('dismissed'),
    doubtful: () => decide('doubtful'),
    invalid: () => decide('invalid'),
    'all-confirmed': () => decideAll('confirmed'),
    'all-dismissed': () => decideAll('dismissed'),
    'all-doubtful': () => decideAll('doubtful'),
    'all-invalid': () => decideAll('invalid'),
    copy: () => select((batch && nextCopy(batch, id)) ?? id),
    leave: () => batch?.leave(id),
    park: putOff,
    load,
    next: () => move(1),
    previous: () => move(-1),
    undo,
    help,
    law: () => toggle('law'),
    history: () => toggle('history'),
    reason: writeReason,
    toggle: () => player?.toggle(),
    again: () => {
      player?.again()
      did('phrase')
    },
    hitBefore: () => leap(-1),
    hitAfter: () => leap(1),
    back1: () => player?.nudge(-1_000),
    forward1: () => player?.nudge(1_000),
    back5: () => player?.nudge(-5_000),
    forward5: () => player?.nudge(5_000),
    slower: () => player?.pace(-1),
    faster: () => player?.pace(1),
    mute: () => player?.mute(),
    full: () => player?.full(),
    danmaku: () => player?.danmaku(),
  }
}
