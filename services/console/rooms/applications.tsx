import { useQuery } from '@tanstack/react-query'
import { applicationsQuery } from '../applications/queries.ts'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** Applications made for this room. */
export function RoomApplications({ roomId }: { readonly roomId: string }) {
  const say = useWords()
  const query = useQuery(applicationsQuery({ roomId }))
  return (
    <section className="panel card">
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="quiet">{say('room.noApplications')}</p>
          ) : (
            <ul className="lines">
              {rows.map(({ application, place }) => (
                <li key={application.id}>
                  <Link href={`/applications/${application.id}`}>
                    {application.certificate ?? date(application.createdAt)}
                  </Link>{' '}
                  <span className="pill">{say(`application.${application.state}`)}</span>{' '}
                  {application.state === 'open' && <span>{say(`pool.${place}`)}</span>}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}
