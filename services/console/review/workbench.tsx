import { useQuery } from '@tanstack/react-query'
import { Fragment, useRef, useState } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { Failed, Loading } from '../frame/states.tsx'
import { clipSource } from '../player/clip-source.ts'
import { Picture } from '../player/picture.tsx'
import { type Player, playbackCell } from '../player/playback.ts'
import { type FlagView, flagQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { type Action, useKeys } from './keys.ts'
import { useLease } from './lease.ts'
import { Panel, type ReasonField } from './panel.tsx'
import { Speech } from './speech.tsx'

/** While the evidence is being cut the flag is asked for again this often. */
const clipPollMs = 3_000

interface Props {
  readonly id: string
  readonly nextPhrase: string | undefined
  readonly move: (step: 1 | -1) => void
  readonly judge: (view: FlagView, verdict: Verdict, reason: string) => void
  readonly undo: () => void
  readonly help: () => void
}

/** One flag in hand: picture, words, verdict, and the keys for all of it. */
export function Workbench({ id, nextPhrase, move, judge, undo, help }: Props) {
  const say = useWords()
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
  const [announcement, announce] = useState('')
  const heldBy = useLease(view?.state === 'open' ? id : null)
  const reason = draft.id === id ? draft : { id, text: '', missing: false }

  function decide(verdict: Verdict) {
    if (!view || view.state === verdict) return
    const needsReason = view.state !== 'open' || view.secondLook?.part === 'decider'
    if (needsReason && reason.text.trim() === '') {
      setDraft({ ...reason, missing: true })
      reasonRef.current?.focus()
      return
    }
    judge(view, verdict, reason.text)
    const word = say(`verdict.${verdict}`)
    announce(
      nextPhrase
        ? say('review.announce', { verdict: word, next: nextPhrase })
        : say('review.announceEnd', { verdict: word }),
    )
  }

  useKeys((action) => {
    const player = playerRef.current
    const acts: Readonly<Record<Exclude<Action, Verdict>, () => void>> = {
      next: () => move(1),
      previous: () => move(-1),
      undo,
      help,
      reason: () => reasonRef.current?.focus(),
      toggle: () => player?.toggle(),
      again: () => player?.again(),
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
    if (isVerdict(action)) decide(action)
    else acts[action]()
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
          openHit={(startMs) => {
            const source = clipSource(view)
            if (source) playerRef.current?.seek(startMs - source.fromMs - 1_000)
          }}
        />
      </Fragment>
      <p className="hidden-text" role="status" aria-live="polite">
        {announcement}
      </p>
    </>
  )
}

function isVerdict(action: Action): action is Verdict {
  return ['confirmed', 'dismissed', 'doubtful', 'invalid'].includes(action)
}
