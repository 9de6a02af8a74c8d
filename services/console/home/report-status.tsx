import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { date, dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { reportListQuery } from './queries.ts'

const dayMs = 86_400_000

/** How far yesterday's report is. */
export function ReportStatus() {
  const say = useWords()
  const { region } = useSession()
  const query = useQuery(reportListQuery)
  const day = date(Date.now() - dayMs)
  return (
    <section className="panel card">
      <h2>{say('home.report', { day })}</h2>
      <Loaded query={query}>
        {(rows) => {
          const found = rows.find((r) => r.day === day && r.region === region && r.period === 'day')
          return (
            <p>
              {found ? (
                <>
                  <span className="pill strong">{say(`reports.state.${found.state}`)}</span>{' '}
                  <span className="quiet small num">
                    {say('home.version', { n: found.version })} ·{' '}
                    {dateTime(found.signedAt ?? found.reviewedAt ?? found.builtAt)}
                  </span>
                </>
              ) : (
                <span className="quiet">{say('home.noReport')}</span>
              )}{' '}
              <Link href={`/reports?day=${day}`}>{say('home.openReport')}</Link>
            </p>
          )
        }}
      </Loaded>
    </section>
  )
}
