import { useQuery } from '@tanstack/react-query'
import { type MouseEvent, type RefObject, useMemo } from 'react'
import { contentOf, wallMsOf } from '#shared/domain/wall-clock.ts'
import { Axis, momentAt } from '../broadcasts/axis.tsx'
import { broadcastQuery } from '../broadcasts/queries.ts'
import { useCell } from '../frame/cell.ts'
import { go } from '../frame/router.ts'
import { clipSource } from '../player/clip-source.ts'
import type { PlaybackCell, Player } from '../player/playback.ts'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'

/** A lead is met by a press this near, in pixels. */
const reachPx = 5

/** The whole broadcast beneath the flag in hand: a press on a lead goes to it, in the clip to its moment, else to the broadcast. */
export function Strip({
  view,
  playback,
  playerRef,
  select,
}: {
  readonly view: FlagView
  readonly playback: PlaybackCell
  readonly playerRef: RefObject<Player | null>
  readonly select: (flagId: string) => void
}) {
  const say = useWords()
  const { data } = useQuery(broadcastQuery(view.broadcastId))
  const { id, state, startMs } = view
  const recording = { startedAt: new Date(view.recordingStartedAt), clock: view.recordingClock }
  const source = clipSource(view)
  // The line moves by whole seconds: no eye sees less on hours.
  const playedMs = useCell(playback, ({ lengthMs, atMs }) =>
    lengthMs > 0 ? Math.round(atMs / 1000) * 1000 : null,
  )
  const contentMs = source && playedMs !== null ? source.fromMs + playedMs : startMs
  const shown = useMemo(
    // What this person may know of the flag in hand is in its own answer, not in the broadcast's.
    () =>
      data && { ...data, flags: data.flags.map((it) => (it.id === id ? { ...it, state } : it)) },
    [data, id, state],
  )
  if (!shown) return <div className="panel strip-wait" />
  const { ledger, flags } = shown

  function press(event: MouseEvent<HTMLButtonElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    // By keyboard there is no place: the moment that is played.
    const atMs =
      event.detail === 0
        ? wallMsOf(recording, contentMs)
        : momentAt(ledger, (event.clientX - left) / width)
    const reachMs = (reachPx / width) * (ledger.toMs - ledger.fromMs)
    const away = (flag: { readonly saidAt: string }) => Math.abs(Date.parse(flag.saidAt) - atMs)
    const [near] = flags
      .filter((flag) => away(flag) <= reachMs)
      .toSorted((a, b) => away(a) - away(b))
    const place = contentOf(recording, atMs).contentMs
    if (near && near.id !== id && event.detail > 0) select(near.id)
    else if (source && event.detail > 0 && place >= source.fromMs && place <= source.toMs)
      playerRef.current?.seek(place - source.fromMs)
    else if (near && event.detail > 0) playerRef.current?.again()
    else go(`/broadcasts/${view.broadcastId}?t=${Math.round(atMs)}`)
  }
  return (
    <Axis view={shown} atMs={wallMsOf(recording, contentMs)} current={id}>
      {(picture) => (
        <button
          type="button"
          className="axis-press"
          aria-label={say('strip.press')}
          data-testid="strip"
          onClick={press}
        >
          {picture}
        </button>
      )}
    </Axis>
  )
}
