import { memo, useEffect, useRef } from 'react'
import { useSession } from '../frame/session.tsx'
import { Severity } from '../frame/tags.tsx'
import type { FlagRow } from '../queries.ts'
import { shortTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { around } from './lines.ts'
import { Marked } from './marked.tsx'

/** Characters shown either side of the phrase. */
const context = 12

/** The leads by rank, each row as many copies of it as stand together. */
export function QueueList({
  rows,
  chosen,
  choose,
  showState,
}: {
  readonly rows: readonly FlagRow[]
  readonly chosen: string
  readonly choose: (id: string) => void
  readonly showState: boolean
}) {
  const say = useWords()
  return (
    <ul className="rows" aria-label={say('review.queue')}>
      {rows.map((row) => (
        <Row
          key={row.id}
          row={row}
          current={row.flagIds.includes(chosen)}
          choose={choose}
          showState={showState}
        />
      ))}
    </ul>
  )
}

/** Drawn anew only where something of it changed: a verdict moves two rows of two hundred. */
const Row = memo(function Row({
  row,
  current,
  choose,
  showState,
}: {
  readonly row: FlagRow
  readonly current: boolean
  readonly choose: (id: string) => void
  readonly showState: boolean
}) {
  const say = useWords()
  const { categoryOf, name } = useSession()
  const lookedAt =
    row.leaseBy && row.leaseBy !== name && row.leaseUntil && new Date(row.leaseUntil) > new Date()
  const item = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!current) return
    // What stands below the list grows with the first verdict, and must not cover the row in hand.
    const see = () => item.current?.scrollIntoView({ block: 'nearest' })
    see()
    const watch = new ResizeObserver(see)
    const rows = item.current?.closest('.rows')
    if (rows) watch.observe(rows)
    return () => watch.disconnect()
  }, [current])
  const { quote, quoteStart, quoteEnd } = around(row, context)
  return (
    <li>
      <button
        ref={item}
        type="button"
        className="row"
        data-testid="flag-row"
        data-flag-id={row.id}
        data-state={row.state}
        aria-current={current}
        onClick={() => choose(row.id)}
      >
        <span className="top">
          <Severity level={row.severity} />
          <span className="category">{categoryOf(row.category)}</span>
          {row.flagIds.length > 1 && (
            <span className="pill num">{say('review.copies', { n: row.flagIds.length })}</span>
          )}
          {row.hitCount > 1 && (
            <span className="times num" title={say('review.times', { n: row.hitCount })}>
              ×{row.hitCount}
            </span>
          )}
        </span>
        <span className="quote">
          <Marked text={quote} marks={[{ start: quoteStart, end: quoteEnd }]} />
        </span>
        <span className="where">
          <bdi className="room">{row.room}</bdi>
          {row.audience && <span className="pill">{say('review.audienceShort')}</span>}
          {lookedAt && (
            <span className="pill" data-testid="looked-at">
              {say('review.lookedAt', { name: row.leaseBy ?? '' })}
            </span>
          )}
          {showState && row.state !== 'open' && (
            <span className="pill strong">{say(`flag.${row.state}`)}</span>
          )}
          <span className="num when">{shortTime(row.saidAt)}</span>
        </span>
        {row.reasons.length > 0 && (
          <span className="why" data-testid="rank-reason">
            {row.reasons.join(' · ')}
          </span>
        )}
      </button>
    </li>
  )
})
