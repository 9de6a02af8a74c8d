import { useQuery } from '@tanstack/react-query'
import { Fragment, useRef, useState } from 'react'
import { Failed, Loading } from '../frame/states.tsx'
import { Picture } from '../player/picture.tsx'
import { type Player, playbackCell } from '../player/playback.ts'
import { type FlagRow, flagQuery } from '../queries.ts'
import { actsOf, type Queue } from './acts.ts'
import { useBatch } from './batch.ts'
import { Copies } from './copies.tsx'
import { type Judge, useDeciding } from './deciding.ts'
import { useExposure } from './exposure.ts'
import { useKeys } from './keys.ts'
import { useLease } from './lease.ts'
import { useMoments } from './moments.ts'
import { Panel } from './panel.tsx'
import { useReason } from './reason.tsx'
import { useSheet } from './sheet.tsx'
import { Speech } from './speech.tsx'
import { Strip } from './strip.tsx'
import { useOwnKeys } from './use-own-keys.ts'

/** While the evidence is being cut the flag is asked for again this often. */
const clipPollMs = 3_000

interface Props extends Queue, Judge {
  readonly id: string
  readonly row: FlagRow | undefined
  readonly nextPhrase: string | undefined
}

/** One flag in hand: picture, words, verdict, and the keys for all of it. */
export function Workbench(props: Props) {
  const { id, row, nextPhrase, select } = props
  const flag = useQuery({
    ...flagQuery(id),
    refetchInterval: ({ state: { data } }) =>
      data && !data.clip && !data.clipFailure ? clipPollMs : false,
  })
  const view = flag.data
  const [playback] = useState(playbackCell)
  const playerRef = useRef<Player | null>(null)
  const batch = useBatch(row)
  const reason = useReason(id)
  const [sheet, toggle] = useSheet(id)
  const heldBy = useLease(view?.state === 'open' ? id : null)
  const { heard, exposed } = useExposure(view, playback, playerRef)
  const { openHit, leap } = useMoments(view, playback, playerRef, select)
  const inHand = { id, view, row, batch, nextPhrase, reason, exposed }
  const deciding = useDeciding(inHand, props)
  useKeys(useOwnKeys().keys, (action) => {
    const player = playerRef.current
    const writeReason = () => reason.field.current?.focus()
    actsOf({ id, batch, player, ...deciding, writeReason, toggle, leap }, props)[action]()
  })
  if (!view)
    return (
      <div className="panel nothing">
        {flag.error ? <Failed error={flag.error} retry={() => void flag.refetch()} /> : <Loading />}
      </div>
    )
  return (
    <>
      <Fragment key={view.id}>
        <Picture view={view} playback={playback} playerRef={playerRef} />
        <Speech view={view} playback={playback} playerRef={playerRef} />
        <Panel
          view={view}
          heldBy={heldBy}
          reason={reason}
          judge={deciding.decide}
          openHit={openHit}
          heard={heard}
          sheet={sheet}
          toggle={toggle}
        >
          {row && batch && (
            <Copies
              row={row}
              chosen={id}
              batch={batch}
              open={select}
              judgeAll={deciding.decideAll}
            />
          )}
        </Panel>
      </Fragment>
      <Strip view={view} playback={playback} playerRef={playerRef} select={select} />
      <p className="hidden-text" role="status" aria-live="polite">
        {deciding.announcement}
      </p>
    </>
  )
}
