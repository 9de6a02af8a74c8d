import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { roomNoticesQuery, roomRemovalsQuery } from './queries.ts'

/** Notices and removal cases of this room. */
export function RoomCases({ roomId }: { readonly roomId: string }) {
  const say = useWords()
  const notices = useQuery(roomNoticesQuery(roomId))
  const removals = useQuery(roomRemovalsQuery(roomId))
  return (
    <div className="overview">
      <section className="panel card">
        <h3>{say('nav.notices')}</h3>
        <Loaded query={notices}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p className="quiet">{say('room.noNotices')}</p>
            ) : (
              <ul className="lines">
                {rows.map(({ notice }) => (
                  <li key={notice.id}>
                    <Link href={`/notices?id=${notice.id}`}>
                      {notice.number ?? say('notices.state.draft')}
                    </Link>{' '}
                    <span className="pill">{say(`notices.state.${notice.state}`)}</span>{' '}
                    <span className="quiet num small">{date(notice.draftedAt)}</span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <section className="panel card">
        <h3>{say('nav.proposals')}</h3>
        <Loaded query={removals}>
          {({ rows }) =>
            rows.length === 0 ? (
              <p className="quiet">{say('room.noRemovals')}</p>
            ) : (
              <ul className="lines">
                {rows.map(({ proposal }) => (
                  <li key={proposal.id}>
                    <Link href={`/proposals?id=${proposal.id}`}>
                      {proposal.number ?? date(proposal.createdAt)}
                    </Link>{' '}
                    <span className="pill">
                      {say(
                        proposal.state === 'drafted'
                          ? 'room.caseOpen'
                          : `proposal.${proposal.state}`,
                      )}
                    </span>{' '}
                    <span className="num">{score(proposal.body.score)}</span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </div>
  )
}
