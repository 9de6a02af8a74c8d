import { App } from 'antd'
import type { RefObject } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { useCell } from '../frame/cell.ts'
import { clipSource } from '../player/clip-source.ts'
import type { PlaybackCell, Player } from '../player/playback.ts'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { useOpening } from './opening.ts'

/** Shown while the place was heard, or nothing can be played, and the house's own time is not over. */
const almost = 0.9

/**
 * How much of the marked place of a grave lead was heard, or seen, 0 to 1, and 1 only once the house takes 成立 from this
 * person; null for a lesser lead. `exposed` says whether a verdict may be given now, and otherwise plays the place again.
 */
export function useExposure(
  view: FlagView | undefined,
  playback: PlaybackCell,
  playerRef: RefObject<Player | null>,
) {
  const say = useWords()
  const { message } = App.useApp()
  const grave = view?.exposure ? view : null
  const open = useOpening(grave)
  const played = useCell(playback, (p) => (p.broken ? 1 : p.heard))
  const seen = grave && clipSource(grave) ? played : 1
  const heard = grave ? Math.min(seen, open ? 1 : almost) : null
  function exposed(verdict: Verdict): boolean {
    if (verdict !== 'confirmed' || heard === null || heard >= 1) return true
    message.info({ content: say('exposure.first'), key: 'exposure' })
    if (seen < 1) playerRef.current?.again()
    return false
  }
  return { heard, exposed }
}
