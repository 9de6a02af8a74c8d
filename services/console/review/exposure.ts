import { App } from 'antd'
import type { RefObject } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { useCell } from '../frame/cell.ts'
import { clipSource } from '../player/clip-source.ts'
import type { PlaybackCell, Player } from '../player/playback.ts'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'

/** From this severity on 成立 asks that the marked place was heard, or seen, first. 排除 never does. */
const severe = 4

/**
 * How much of the marked place was heard, 0 to 1, where that is asked for; null where it is not: a lesser lead, or nothing
 * that can be played. `exposed` says whether a verdict may be given now, and otherwise plays the place again.
 */
export function useExposure(
  view: FlagView | undefined,
  playback: PlaybackCell,
  playerRef: RefObject<Player | null>,
) {
  const say = useWords()
  const { message } = App.useApp()
  const played = useCell(playback, (p) => (p.broken ? 1 : p.heard))
  const heard = view && view.severity >= severe && clipSource(view) ? played : null
  function exposed(verdict: Verdict): boolean {
    if (verdict !== 'confirmed' || heard === null || heard >= 1) return true
    message.info({ content: say('exposure.first'), key: 'exposure' })
    playerRef.current?.again()
    return false
  }
  return { heard, exposed }
}
