import type { PointerEvent, RefObject } from 'react'
import { useCell } from '../frame/cell.ts'
import { Icon, type IconName } from '../frame/icons.tsx'
import { length } from '../words/format.ts'
import { useWords, type Word } from '../words/words.ts'
import type { ClipSource } from './clip-source.ts'
import type { Playback, PlaybackCell, Player } from './playback.ts'

interface Props {
  readonly source: ClipSource
  readonly playback: PlaybackCell
  readonly playerRef: RefObject<Player | null>
  /** A still was in the way of the picture. */
  readonly onUse: () => void
}

/** The clip's time line with the phrase on it, and a labelled button for every key of the player. */
export function Controls(props: Props) {
  const { playback, playerRef, onUse } = props
  const say = useWords()
  const playing = useCell(playback, (p) => p.playing)
  const muted = useCell(playback, (p) => p.muted)
  const rate = useCell(playback, (p) => p.rate)
  const danmaku = useCell(playback, (p) => p.danmaku)
  const button = (
    icon: IconName,
    word: Word,
    key: string,
    act: (p: Player) => void,
    on?: boolean,
  ) => (
    <button
      type="button"
      className="tool"
      title={`${say(word)} (${key})`}
      aria-label={say(word)}
      aria-pressed={on}
      onClick={() => {
        onUse()
        if (playerRef.current) act(playerRef.current)
      }}
    >
      <Icon name={icon} size={17} />
    </button>
  )
  return (
    <div className="controls">
      <Timeline {...props} />
      <div className="tools">
        {button(playing ? 'pause' : 'play', 'player.play', 'Space', (p) => p.toggle())}
        {button('again', 'player.again', 'Q', (p) => p.again())}
        {button('back', 'player.back', ',', (p) => p.nudge(-1000))}
        {button('forward', 'player.forward', '.', (p) => p.nudge(1000))}
        <button
          type="button"
          className="tool num"
          title={`${say('player.rate')} (- =)`}
          aria-label={say('player.rate')}
          onClick={() => playerRef.current?.pace(rate >= 2 ? -1 : 1)}
        >
          {rate}×
        </button>
        <span className="gap" />
        {button('danmaku', 'player.danmaku', 'B', (p) => p.danmaku(), danmaku)}
        {button(muted ? 'muted' : 'volume', 'player.mute', 'M', (p) => p.mute(), muted)}
        {button('full', 'player.full', 'F', (p) => p.full())}
      </div>
    </div>
  )
}

const whole = (p: Playback, source: ClipSource) =>
  p.lengthMs > 0 ? p.lengthMs : source.markEndMs + 10_000

function Timeline({ source, playback, playerRef, onUse }: Props) {
  const say = useWords()
  const lengthMs = useCell(playback, (p) => whole(p, source))
  const atMs = useCell(playback, (p) => p.atMs)
  const share = (ms: number) => `${Math.min(100, Math.max(0, (ms / lengthMs) * 100))}%`
  const markMs = Math.max(source.markEndMs - source.markStartMs, lengthMs * 0.015)

  function seek(event: PointerEvent<HTMLDivElement>) {
    const box = event.currentTarget.getBoundingClientRect()
    onUse()
    playerRef.current?.seek(((event.clientX - box.left) / box.width) * lengthMs)
  }
  return (
    <div className="timeline-row">
      <span className="num small">{length(source.fromMs + atMs)}</span>
      <div
        className="timeline"
        role="slider"
        tabIndex={0}
        aria-label={say('player.timeline')}
        aria-valuemin={0}
        aria-valuemax={Math.round(lengthMs / 1000)}
        aria-valuenow={Math.round(atMs / 1000)}
        aria-valuetext={length(source.fromMs + atMs)}
        data-testid="clip-timeline"
        onPointerDown={seek}
      >
        <span className="rail" />
        {source.danmaku.map(({ time }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of one clip never changes
          <i key={i} className="dot" style={{ left: share(time * 1000) }} />
        ))}
        <span
          className="phrase"
          title={say('player.mark')}
          style={{ left: share(source.markStartMs), width: share(markMs) }}
        />
        <span className="played" style={{ width: share(atMs) }} />
        <span className="head-mark" style={{ left: share(atMs) }} />
      </div>
      <span className="num small quiet">{length(source.fromMs + lengthMs)}</span>
    </div>
  )
}
