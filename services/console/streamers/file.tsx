import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'

const streamerQuery = (id: string) =>
  queryOptions({
    queryKey: ['streamer', id],
    queryFn: () => read(api.streamers[':id'].$get({ param: { id } })),
  })

/** One streamer: certificates, trainings, rooms. */
export function StreamerFile({ id }: { readonly id: string }) {
  const say = useWords()
  const query = useQuery(streamerQuery(id))
  return (
    <Loaded query={query}>
      {({ name, alias, hours, credentials, trainings, rooms }) => (
        <div className="file-sheet" data-testid="streamer-file">
          <h2>
            <bdi>{name}</bdi> {alias && <bdi className="quiet">{alias}</bdi>}
          </h2>
          <section>
            <h3>{say('streamers.credentials')}</h3>
            {credentials.length === 0 && <p className="quiet">{say('streamers.noCredential')}</p>}
            <ul>
              {credentials.map((held) => (
                <li key={held.id}>
                  <bdi>{held.name}</bdi>{' '}
                  <span className="pill">{say(`credential.${held.kind}`)}</span>{' '}
                  <span className={held.passed ? 'quiet small num' : 'late small num'}>
                    {held.passed ? held.issuedOn : say('streamers.failed')}
                    {held.validUntil && ` – ${held.validUntil}`}
                  </span>
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h3>{say('streamers.trainings', { n: hours })}</h3>
            <ul>
              {trainings.map((training) => (
                <li key={training.trainingId}>
                  <span className="num quiet">{training.heldOn}</span> <bdi>{training.title}</bdi>{' '}
                  <span className="small">
                    {say('streamers.ofTraining', {
                      n: training.hours,
                      score: training.score ?? '–',
                    })}
                  </span>
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h3>{say('nav.rooms')}</h3>
            <ul>
              {rooms.map((room) => (
                <li key={room.id}>
                  <Link href={`/rooms/${room.id}`}>
                    <bdi>{room.name}</bdi>
                  </Link>{' '}
                  <span className="quiet small num">{date(room.since)}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </Loaded>
  )
}
