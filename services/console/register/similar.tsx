import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'
import { similarQuery, type Typed } from './queries.ts'

/** Rooms that may be the same as the one being typed, and why. */
export function Similar({ typed }: { readonly typed: Typed }) {
  const say = useWords()
  const { regionOf } = useSession()
  const rows = useQuery(similarQuery(typed)).data?.rows ?? []
  return (
    <aside className="panel card" aria-live="polite">
      <h2>{say('register.similar')}</h2>
      {rows.length === 0 && <p className="quiet">{say('register.noneSimilar')}</p>}
      <ul>
        {rows.map(({ id, name, platform, platformId, region, operator, why }) => (
          <li key={id} data-testid="similar">
            <Link href={`/rooms/${id}`} target="_blank">
              <bdi>{name}</bdi>
            </Link>{' '}
            {why.map((reason) => (
              <span key={reason} className={reason === 'platform-id' ? 'pill taken' : 'pill'}>
                {say(`register.why.${reason}`)}
              </span>
            ))}
            <div className="quiet small">
              {say(platformWord(platform))} <bdi>{platformId}</bdi> · {regionOf(region)}
              {operator && (
                <>
                  {' · '}
                  <bdi>{operator}</bdi>
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </aside>
  )
}
