import { Segmented } from 'antd'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import { useCell } from '../frame/cell.ts'
import { Notice } from '../frame/states.tsx'
import { stored, useStored } from '../frame/stored.ts'
import { type ClipSource, clipSource } from '../player/clip-source.ts'
import type { PlaybackCell, Player } from '../player/playback.ts'
import type { FlagView } from '../queries.ts'
import { clock } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Line, linesOf, spokenAt } from './lines.ts'
import { Marked } from './marked.tsx'

const shownLines = stored<'all' | 'speech'>('lines', 'all')

/** The marked line stands at this share of the column's height, so that eyes need not hunt for it. */
const eyeLine = 0.4

/** What was said and written around the phrase, on one axis of time; a line is a button to its moment. */
export function Speech({
  view,
  playback,
  playerRef,
}: {
  readonly view: FlagView
  readonly playback: PlaybackCell
  readonly playerRef: RefObject<Player | null>
}) {
  const say = useWords()
  const [shown, setShown] = useStored(shownLines)
  const { recordingId, sentences, comments, hits } = view
  const lines = useMemo(() => {
    const all = linesOf({ recordingId, sentences, comments, hits })
    return shown === 'all' ? all : all.filter(({ kind }) => kind === 'speech')
  }, [recordingId, sentences, comments, hits, shown])
  const source = clipSource(view)
  const fromMs = source?.fromMs ?? 0
  const active = useCell(playback, (p) => (p.lengthMs > 0 ? spokenAt(lines, fromMs + p.atMs) : -1))
  const recording = { startedAt: new Date(view.recordingStartedAt), clock: view.recordingClock }
  const box = useRef<HTMLOListElement>(null)

  useEffect(() => {
    const list = box.current
    const line = list?.children[lines.findIndex(({ marks }) => marks.length > 0)]
    if (!list || !(line instanceof HTMLElement)) return
    list.scrollTop = line.offsetTop - list.clientHeight * eyeLine
  }, [lines])
  useEffect(() => {
    if (playback.get().playing)
      box.current?.children[active]?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [active, playback])

  return (
    <section className="speech panel" aria-label={say('speech.title')}>
      <header>
        <h2>{say('speech.title')}</h2>
        <Segmented
          size="small"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: say('speech.all') },
            { value: 'speech', label: say('speech.only') },
          ]}
        />
      </header>
      {view.sentences.length === 0 && <p className="remark">{say('speech.noTranscript')}</p>}
      {view.channel === 'title' && (
        <p className="remark">
          {say('speech.titleHit')}：
          <Marked text={view.quote} marks={[{ start: view.quoteStart, end: view.quoteEnd }]} />
        </p>
      )}
      {lines.length === 0 && <Notice title={say('speech.empty')} />}
      <ol className="lines" ref={box}>
        {lines.map((line, i) => (
          <SpeechLine
            key={line.key}
            line={line}
            at={clock(wallMsOf(recording, line.startMs))}
            active={i === active}
            reach={source ? reachOf(source, line) : 'nowhere'}
            seek={() => playerRef.current?.seek(line.startMs - fromMs)}
          />
        ))}
      </ol>
    </section>
  )
}

/** Whether the clip plays a line; without a clip no line is better than another. */
type Reach = 'inside' | 'outside' | 'nowhere'

function reachOf(source: ClipSource, line: Line): Reach {
  return line.endMs >= source.fromMs && line.startMs <= source.toMs ? 'inside' : 'outside'
}

function SpeechLine({
  line,
  at,
  active,
  reach,
  seek,
}: {
  readonly line: Line
  readonly at: string
  readonly active: boolean
  readonly reach: Reach
  readonly seek: () => void
}) {
  const say = useWords()
  const marked = line.marks.length > 0
  return (
    <li data-marked={marked} className={`line ${line.kind} ${reach}`}>
      <button
        type="button"
        data-testid={line.kind === 'speech' ? 'sentence' : 'comment'}
        aria-current={active}
        disabled={reach !== 'inside'}
        title={
          reach === 'inside'
            ? say('speech.seek', { time: at })
            : reach === 'outside'
              ? say('speech.outside')
              : undefined
        }
        onClick={seek}
      >
        <time className="num">{at}</time>
        {line.kind !== 'speech' && (
          <span className="who">
            {say(line.kind === 'staff' ? 'speech.staff' : 'speech.viewer')}
          </span>
        )}
        <span className="text">
          <Marked text={line.text} marks={line.marks} />
          {line.doubtful && <em className="doubt">{say('speech.suspect')}</em>}
        </span>
      </button>
    </li>
  )
}
