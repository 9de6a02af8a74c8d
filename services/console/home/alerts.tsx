import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { shortTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { alertsQuery } from './queries.ts'

/** What cannot wait; nothing is shown while nothing is wrong. */
export function Alerts() {
  const say = useWords()
  const rows = useQuery(alertsQuery).data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="panel card alerts" role="alert">
      <h2>{say('home.alerts', { n: rows.length })}</h2>
      <ul>
        {rows.map(({ id, kind, title, detail, path, openedAt }) => (
          <li key={id} data-testid="alert">
            <span className="pill strong">{say(`alert.${kind}`)}</span>{' '}
            <Link href={path}>
              <bdi>{title}</bdi>
            </Link>
            <div className="quiet small">
              <span className="num">{shortTime(openedAt)}</span> · <bdi>{detail}</bdi>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
