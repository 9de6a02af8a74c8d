import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { historyQuery } from './queries.ts'

/** What happened to this room besides leads and verdicts: every step with who took it and why. */
export function RoomHistory({ roomId }: { readonly roomId: string }) {
  const say = useWords()
  const query = useQuery(historyQuery(roomId))
  return (
    <section className="panel card">
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="quiet">{say('room.noHistory')}</p>
          ) : (
            <ol className="lines">
              {rows.toReversed().map(({ at, kind, body, by }) => (
                <li key={body.id}>
                  <span className="num quiet">{dateTime(at)}</span>{' '}
                  {body.kind === 'moved' ? (
                    <b>
                      {say(`pool.${body.from}`)} → {say(`pool.${body.to}`)}
                    </b>
                  ) : (
                    <b>{say(`event.${kind}`)}</b>
                  )}{' '}
                  <bdi className="quiet">{by === 'system' ? say('case.system') : by}</bdi>
                  {'reason' in body && body.reason && (
                    <>
                      {' '}
                      <bdi>{body.reason}</bdi>
                    </>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  )
}
