import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { PoolColour, PoolState } from '../frame/tags.tsx'
import { clipSource } from '../player/clip-source.ts'
import { type FlagView, roomQuery } from '../queries.ts'
import { clock, dateTime, score, shortTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Advice } from './advice.tsx'
import { Articles } from './articles.tsx'

/** Law, evidence to ask for, every place of the phrase, the log. */
export function Facts({
  view,
  openHit,
  lawOpen,
}: {
  readonly view: FlagView
  readonly openHit: (startMs: number) => void
  readonly lawOpen: boolean
}) {
  const say = useWords()
  return (
    <>
      {!lawOpen && <Articles view={view} />}
      {view.ask.length > 0 && (
        <section className="fact">
          <h3>{say('panel.ask')}</h3>
          <ul className="ask">
            {view.ask.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ul>
        </section>
      )}
      <Hits view={view} openHit={openHit} />
      {view.penalty && (
        <details className="fact">
          <summary>{say('panel.penalty')}</summary>
          <p className="small">{view.penalty}</p>
        </details>
      )}
      <Log view={view} />
      <Advice view={view} />
      <p className="small quiet rule">
        {say('panel.lexicon', { rule: view.rule, version: view.lexiconVersion.slice(0, 10) })}
      </p>
    </>
  )
}

function Hits({
  view,
  openHit,
}: {
  readonly view: FlagView
  readonly openHit: (startMs: number) => void
}) {
  const say = useWords()
  const { hits, recordingId } = view
  const source = clipSource(view)
  const plays = (hit: (typeof hits)[number]) =>
    source !== null &&
    hit.recordingId === recordingId &&
    hit.endMs >= source.fromMs &&
    hit.startMs <= source.toMs
  return (
    <section className="fact">
      <h3>{say('panel.hits', { n: hits.length })}</h3>
      <ul className="hits">
        {hits.map((hit) => (
          <li key={`${hit.recordingId}-${hit.startMs}-${hit.quoteStart}`}>
            <button
              type="button"
              data-testid="hit"
              disabled={!plays(hit)}
              title={plays(hit) ? undefined : say('speech.outside')}
              onClick={() => openHit(hit.startMs)}
            >
              <time className="num">{clock(new Date(hit.saidAt).getTime())}</time>
              <bdi>{hit.quote.slice(hit.quoteStart, hit.quoteEnd)}</bdi>
              <span className="quiet small">
                {say(`channel.${hit.channel}`)} · {say(`stage.${hit.stage}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Log({ view: { log } }: { readonly view: FlagView }) {
  const say = useWords()
  if (log.length === 0) return null
  const nowMs = Date.now()
  return (
    <section className="fact">
      <h3>{say('panel.log')}</h3>
      <ol className="log">
        {log.map((entry) => (
          <li key={entry.id} data-testid="log-entry">
            <span className="num">{shortTime(entry.atMs)}</span> <bdi>{entry.by}</bdi>{' '}
            <b>{say(`verdict.${entry.verdict}`)}</b>
            {entry.reason && <q>{entry.reason}</q>}
            {entry.verdict !== 'undone' && entry.effectiveAtMs > nowMs && (
              <span className="quiet small">
                {say('panel.effective', { time: dateTime(entry.effectiveAtMs).slice(11, 16) })}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The room's place in the pool as it is now, which follows verdicts a moment later. */
export function RoomToday({ view }: { readonly view: FlagView }) {
  const say = useWords()
  const room = useQuery(roomQuery(view.roomId)).data
  const { score: points, colour, state } = room ?? { ...view, state: view.poolState }
  return (
    <div className="room-today">
      <Link href={`/rooms?room=${view.roomId}`} title={say('panel.openRoom')}>
        <bdi>{view.room}</bdi>
      </Link>
      <span className="pill">{say(`type.${view.roomType}`)}</span>
      <PoolState state={state} />
      <span className="standing">
        <PoolColour state={state} colour={colour} />
        <b className="num" data-testid="room-score" title={say('panel.score')}>
          {score(points)}
        </b>
      </span>
    </div>
  )
}
