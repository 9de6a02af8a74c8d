import { useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { broadcastQuery } from '../broadcasts/queries.ts'
import { clipSource, hitBeside } from '../player/clip-source.ts'
import type { PlaybackCell, Player } from '../player/playback.ts'
import type { FlagView } from '../queries.ts'

/** A hit is played from a little before it. */
const leadInMs = 1_000

/** The ways to other moments of what was said: to a hit of the clip, and from its first and last to the lead beside it. */
export function useMoments(
  view: FlagView | undefined,
  playback: PlaybackCell,
  playerRef: RefObject<Player | null>,
  select: (flagId: string) => void,
) {
  const queries = useQueryClient()
  const source = view ? clipSource(view) : null

  function openHit(startMs: number) {
    if (source) playerRef.current?.seek(startMs - source.fromMs - leadInMs)
  }

  function leap(step: 1 | -1) {
    if (!view) return
    const ms = source ? hitBeside(view, source, playback.get().atMs, step) : null
    if (ms !== null) return openHit(ms)
    const flags = queries.getQueryData(broadcastQuery(view.broadcastId).queryKey)?.flags ?? []
    const beside = leadBeside(flags, view.id, step)
    if (beside) select(beside)
  }

  return { openHit, leap }
}

/** The lead of the broadcast before or after the one in hand, in the order they were said. */
function leadBeside(
  flags: readonly { readonly id: string; readonly saidAt: string }[],
  id: string,
  step: 1 | -1,
): string | undefined {
  const sorted = flags.toSorted((a, b) => Date.parse(a.saidAt) - Date.parse(b.saidAt))
  const at = sorted.findIndex((flag) => flag.id === id)
  return at < 0 ? undefined : sorted[at + step]?.id
}
