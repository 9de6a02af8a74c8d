import type { ReactNode } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { Facts, RoomToday } from './facts.tsx'
import { Heading } from './heading.tsx'
import { HistorySheet } from './history-sheet.tsx'
import { LawSheet } from './law-sheet.tsx'
import { Marked } from './marked.tsx'
import { type Reason, ReasonField } from './reason.tsx'
import { SecondLook } from './second-look.tsx'
import type { Sheet } from './sheet.tsx'
import { VerdictButtons } from './verdict-buttons.tsx'

/** What is suspected, on what it rests, and the verdict. */
export function Panel({
  view,
  heldBy,
  reason,
  judge,
  openHit,
  heard,
  sheet,
  toggle,
  children,
}: {
  readonly view: FlagView
  readonly heldBy: string
  readonly reason: Reason
  readonly judge: (verdict: Verdict) => void
  readonly openHit: (startMs: number) => void
  readonly heard: number | null
  readonly sheet: Sheet | null
  readonly toggle: (sheet: Sheet) => void
  readonly children?: ReactNode
}) {
  const say = useWords()
  return (
    <section className="verdict panel" aria-label={say('panel.title')} data-testid="verdict-panel">
      <div className="facts">
        <Heading view={view} sheet={sheet} toggle={toggle} />
        <SecondLook look={view.secondLook} />
        <blockquote>
          <Marked text={view.quote} marks={[{ start: view.quoteStart, end: view.quoteEnd }]} />
        </blockquote>
        {view.audience && <p className="remark">{say('review.audience')}</p>}
        {view.correctedAfterMs !== null && (
          <p className="remark">
            {say('panel.corrected', { n: Math.ceil(view.correctedAfterMs / 1000) })}
          </p>
        )}
        {heldBy && (
          <p className="remark" role="status">
            {heldBy}
          </p>
        )}
        {sheet === 'law' && <LawSheet view={view} close={() => toggle('law')} />}
        {sheet === 'history' && <HistorySheet id={view.id} close={() => toggle('history')} />}
        {children}
        <Facts view={view} openHit={openHit} lawOpen={sheet === 'law'} />
      </div>
      <footer>
        <RoomToday view={view} />
        {view.state !== 'open' && (
          <p className="current" data-testid="current-verdict">
            {say('panel.current', { verdict: say(`verdict.${view.state}`) })}
          </p>
        )}
        <ReasonField reason={reason} view={view} />
        <VerdictButtons state={view.state} heard={heard} judge={judge} />
      </footer>
    </section>
  )
}
