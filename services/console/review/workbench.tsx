import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { Fragment, useRef, useState } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { broadcastQuery } from '../broadcasts/queries.ts'
import { Failed, Loading } from '../frame/states.tsx'
import { clipSource, hitBeside } from '../player/clip-source.ts'
import { Picture } from '../player/picture.tsx'
import { type Player, playbackCell } from '../player/playback.ts'
import { type FlagRow, type FlagView, flagQuery } from '../queries.ts'
import { useWords, type Word } from '../words/words.ts'
import { nextCopy, useBatch } from './batch.ts'
import { Copies } from './copies.tsx'
import { useExposure } from './exposure.ts'
import { type Action, useKeys } from './keys.ts'
import { useLease } from './lease.ts'
import { Panel, type ReasonField } from './panel.tsx'
import type { Sheet } from './sheet.tsx'
import { Speech } from './speech.tsx'
import { leadBeside, Strip } from './strip.tsx'
import { did } from './tour.tsx'
import { useOwnKeys } from './use-own-keys.ts'

/** While the evidence is being cut the flag is asked for again this often. */
const clipPollMs = 3_000

interface Props {
  readonly id: string
  readonly row: FlagRow | undefined
  readonly nextPhrase: string | undefined
  readonly select: (flagId: string) => void
  readonly move: (step: 1 | -1) => void
  readonly judge: (view: FlagView, verdict: Verdict, reason: string) => void
  readonly judgeAll: (row: FlagRow, flagIds: readonly string[], verdict: Verdict) => void
  readonly park: (view: FlagView, reason: string) => void
  readonly load: () => void
  readonly undo: () => void
  readonly help: () => void
}

/** One flag in hand: picture, words, verdict, and the keys for all of it. */
export function Workbench(props: Props) {
  const { id, row, nextPhrase, select, move, judge, judgeAll, park, load, undo, help } = props
  const say = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { keys } = useOwnKeys()
  const batch = useBatch(row)
  const {
    data: view,
    error,
    refetch,
  } = useQuery({
    ...flagQuery(id),
    refetchInterval: ({ state: { data } }) =>
      data && !data.clip && !data.clipFailure ? clipPollMs : false,
  })
  const [playback] = useState(playbackCell)
  const playerRef = useRef<Player | null>(null)
  const reasonRef = useRef<ReasonField>(null)
  const [draft, setDraft] = useState({ id, text: '', missing: false })
  const [asked, ask] = useState({ id, sheet: null as Sheet | null })
  const sheet = asked.id === id ? asked.sheet : null
  const toggle = (one: Sheet) => ask({ id, sheet: sheet === one ? null : one })
  const [announcement, announce] = useState('')
  const heldBy = useLease(view?.state === 'open' ? id : null)
  const reason = draft.id === id ? draft : { id, text: '', missing: false }

  const source = view ? clipSource(view) : null
  const { heard, exposed } = useExposure(view, playback, playerRef)
  function decideAll(verdict: Verdict) {
    if (!row || !batch || batch.flagIds.length < 2) return
    const { samples, opened, flagIds } = batch
    const unopened = nextCopy(batch, id)
    if (opened.length < samples.length) {
      const said = { n: opened.length, of: samples.length }
      message.info({ content: say('batch.openFirst', said), key: 'batch' })
      if (unopened) select(unopened)
    } else if (exposed(verdict)) judgeAll(row, flagIds, verdict)
  }

  function openHit(startMs: number) {
    if (source) playerRef.current?.seek(startMs - source.fromMs - 1_000)
  }

  function leap(step: 1 | -1) {
    if (!view) return
    const ms = source ? hitBeside(view, source, playback.get().atMs, step) : null
    if (ms !== null) return openHit(ms)
    const flags = queries.getQueryData(broadcastQuery(view.broadcastId).queryKey)?.flags ?? []
    const beside = leadBeside(flags, id, step)
    if (beside) select(beside)
  }

  /** Asks for the reason where none was written. */
  function hasReason(said?: Word): boolean {
    if (reason.text.trim() !== '') return true
    setDraft({ ...reason, missing: true })
    reasonRef.current?.focus()
    if (said) message.info({ content: say(said), key: 'reason' })
    return false
  }

  function decide(verdict: Verdict) {
    if (!view || view.state === verdict) return
    if (!exposed(verdict)) return
    const needsReason = view.state !== 'open' || view.secondLook?.part === 'decider'
    if (needsReason && !hasReason()) return
    judge(view, verdict, reason.text)
    const word = say(`verdict.${verdict}`)
    announce(
      nextPhrase
        ? say('review.announce', { verdict: word, next: nextPhrase })
        : say('review.announceEnd', { verdict: word }),
    )
  }

  useKeys(keys, (action) => {
    const player = playerRef.current
    const acts: Readonly<Record<Action, () => void>> = {
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
      park: () => view && (hasReason('review.parkReason') ? park(view, reason.text) : undefined),
      load,
      next: () => move(1),
      previous: () => move(-1),
      undo,
      help,
      law: () => toggle('law'),
      history: () => toggle('history'),
      reason: () => reasonRef.current?.focus(),
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
    acts[action]()
  })
  if (!view)
    return (
      <div className="panel nothing">
        {error ? <Failed error={error} retry={() => void refetch()} /> : <Loading />}
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
          setReason={(text) => setDraft({ id, text, missing: false })}
          reasonRef={reasonRef}
          judge={decide}
          openHit={openHit}
          heard={heard}
          sheet={sheet}
          show={(one) => ask({ id, sheet: one })}
        >
          {row && batch && (
            <Copies row={row} chosen={id} batch={batch} open={select} judgeAll={decideAll} />
          )}
        </Panel>
      </Fragment>
      <Strip view={view} playback={playback} playerRef={playerRef} select={select} />
      <p className="hidden-text" role="status" aria-live="polite">
        {announcement}
      </p>
    </>
  )
}
