import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Deadline, Row } from './parts.tsx'
import { noticesQuery, removalsQuery } from './queries.ts'
import { waitsForAnswer } from './turns.ts'

/** 告知: every paper of the bureau to this operator, those that wait for an answer with their day. */
export function Papers() {
  const say = useWords()
  const notices = useQuery(noticesQuery)
  const removals = useQuery(removalsQuery)
  return (
    <>
      <h1>{say('portal.papers')}</h1>
      <Loaded query={removals}>
        {({ rows }) =>
          rows.length > 0 && (
            <section>
              <h2>{say('portal.removals')}</h2>
              <div className="rows">
                {rows.map(({ proposal: p, room }) => (
                  <Row
                    key={p.id}
                    href={`/portal/removals/${p.id}`}
                    title={<bdi>{room}</bdi>}
                    hint={
                      p.state === 'drafted' && p.hearingDueAt ? (
                        <Deadline dueAt={p.hearingDueAt} />
                      ) : (
                        date(p.servedAt ?? p.createdAt)
                      )
                    }
                    tag={<span className="pill strong">{say(`portal.removal.${p.state}`)}</span>}
                    testId="removal-row"
                  />
                ))}
              </div>
            </section>
          )
        }
      </Loaded>
      <section>
        <h2>{say('portal.notices')}</h2>
        <Loaded query={notices}>
          {({ rows }) => (
            <div className="rows">
              {rows.length === 0 && <p className="card quiet">{say('portal.noNotice')}</p>}
              {rows.map(({ notice: n, room }) => (
                <Row
                  key={n.id}
                  href={`/portal/notices/${n.id}`}
                  title={<bdi>{room}</bdi>}
                  hint={
                    n.dueAt && waitsForAnswer(n.state) ? <Deadline dueAt={n.dueAt} /> : n.number
                  }
                  tag={<span className="pill strong">{say(`notices.state.${n.state}`)}</span>}
                  testId="notice-row"
                />
              ))}
            </div>
          )}
        </Loaded>
      </section>
    </>
  )
}
