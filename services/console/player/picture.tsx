import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useCell } from '../frame/cell.ts'
import { Notice } from '../frame/states.tsx'
import { useStored } from '../frame/stored.ts'
import type { FlagView } from '../queries.ts'
import { length } from '../words/format.ts'
import { language, useWords } from '../words/words.ts'
import { type Mounted, mountPlayer } from './art.ts'
import { type ClipSource, clipSource, stillsOf } from './clip-source.ts'
import { Controls } from './controls.tsx'
import { idle, type PlaybackCell, type Player } from './playback.ts'
import './player.css'

/** The picture of a flag: its preview at the phrase, or its stills, or a sentence why there is neither. */
export function Picture({
  view,
  playback,
  playerRef,
}: {
  readonly view: FlagView
  readonly playback: PlaybackCell
  readonly playerRef: RefObject<Player | null>
}) {
  const say = useWords()
  const { clip, startMs, comments } = view
  // A refetch hands on the same objects where nothing changed, so it does not restart the player.
  const source = useMemo(() => clipSource({ clip, startMs, comments }), [clip, startMs, comments])
  const broken = useCell(playback, (p) => p.broken)
  const stills = stillsOf(clip)
  const [chosen, choose] = useState<string | null>(null)
  const playable = source !== null && !broken
  return (
    <section className="picture panel" aria-label={say('player.title')}>
      <div className="screen">
        {playable && chosen === null && (
          <Screen source={source} playback={playback} playerRef={playerRef} />
        )}
        {playable && chosen !== null && <Still url={chosen} />}
        {!playable && stills.length > 0 && (
          <Still url={chosen ?? stills[1]?.url ?? stills[0]?.url} />
        )}
        {!playable && stills.length === 0 && <NoPicture view={view} broken={broken} />}
      </div>
      {!playable && stills.length > 0 && (
        <p className="remark" role="status">
          {say(broken ? brokenWord() : 'player.noVideo')}
        </p>
      )}
      {playable && (
        <Controls
          source={source}
          playback={playback}
          playerRef={playerRef}
          onUse={() => choose(null)}
        />
      )}
      {stills.length > 0 && (
        <ul className="stills" aria-label={say('player.stills')}>
          {stills.map(({ url, atMs }) => (
            <li key={url}>
              <button
                type="button"
                aria-pressed={chosen === url}
                aria-label={say('player.still', { time: length(atMs) })}
                onClick={() => {
                  playerRef.current?.toggle()
                  playback.set({ ...playback.get(), heard: 1 })
                  choose(chosen === url ? null : url)
                }}
              >
                <img src={url} alt="" loading="lazy" />
                <span className="num">{length(atMs)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Screen({
  source,
  playback,
  playerRef,
}: {
  readonly source: ClipSource
  readonly playback: PlaybackCell
  readonly playerRef: RefObject<Player | null>
}) {
  const holder = useRef<HTMLDivElement>(null)
  const [lang] = useStored(language)
  useEffect(() => {
    const box = holder.current
    if (!box) return
    const words = { lang: lang === 'zh' ? ('zh-cn' as const) : ('en' as const) }
    let mounted: Mounted | null = null
    // What was heard of the clip before this one says nothing of it.
    playback.set(idle)
    const cancel = afterPaint(() => {
      mounted = mountPlayer(box, source, playback, words)
      playerRef.current = mounted.player
    })
    return () => {
      cancel()
      playerRef.current = null
      mounted?.destroy()
    }
  }, [source, playback, playerRef, lang])
  return <div ref={holder} className="player" data-testid="player" />
}

/** Once what stands on the page now is drawn: the words are read first, and a player takes longer than a frame to make. */
function afterPaint(work: () => void): () => void {
  let timer = 0
  const frame = requestAnimationFrame(() => {
    timer = window.setTimeout(work)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

function Still({ url }: { readonly url: string | undefined }) {
  return <img className="still" src={url} alt="" data-testid="still" />
}

function NoPicture({ view, broken }: { readonly view: FlagView; readonly broken: boolean }) {
  const say = useWords()
  if (view.clipFailure)
    return (
      <Notice
        icon="alert"
        title={say('player.none')}
        hint={say('player.failed', { why: view.clipFailure })}
      />
    )
  if (!view.clip) return <Notice icon="rooms" title={say('player.pending')} role="status" />
  return <Notice icon="alert" title={say(broken ? brokenWord() : 'player.none')} />
}

/** A clip that cannot be had without a network is not gone. */
function brokenWord() {
  return navigator.onLine ? 'player.broken' : 'player.away'
}
