import { useQuery } from '@tanstack/react-query'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { type FlagHistory, historyQuery } from '../queries.ts'
import { shortTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { SheetFrame } from './sheet.tsx'

/** What was decided before on this room and on these words; asked for by the person, and logged. */
export function HistorySheet({ id, close }: { readonly id: string; readonly close: () => void }) {
  const say = useWords()
  const query = useQuery(historyQuery(id))
  return (
    <SheetFrame sheet="history" title={say('history.title')} close={close}>
      <Loaded query={query}>
        {({ room, phrase }) => (
          <>
            <Past title={say('history.room', { n: room.length })} rows={room} of="room" />
            <Past title={say('history.phrase', { n: phrase.length })} rows={phrase} of="phrase" />
          </>
        )}
      </Loaded>
      <p className="small quiet">{say('history.logged')}</p>
    </SheetFrame>
  )
}

function Past({
  title,
  rows,
  of,
}: {
  readonly title: string
  readonly rows: FlagHistory['room']
  readonly of: keyof FlagHistory
}) {
  const say = useWords()
  const { categoryOf } = useSession()
  return (
    <>
      <h4>{title}</h4>
      {rows.length === 0 && <p className="quiet small">{say('history.none')}</p>}
      <ol className="log">
        {rows.map(({ flagId, at, by, verdict, reason, room, category, phrase }) => (
          <li key={flagId} data-testid={`past-${of}`}>
            <span className="num">{shortTime(at)}</span> <bdi>{by}</bdi>{' '}
            <b>{say(`flag.${verdict}`)}</b>
            {of === 'room' && ` ${categoryOf(category)}`}
            {of === 'phrase' ? <bdi> {room}</bdi> : <q>{phrase}</q>}
            {reason && <q>{reason}</q>}
          </li>
        ))}
      </ol>
    </>
  )
}
