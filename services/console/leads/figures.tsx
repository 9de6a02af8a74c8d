import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { leadFiguresQuery } from './queries.ts'

const counts = ['sent', 'received', 'reported', 'closed', 'transfers', 'overdue'] as const

/** What was handed out lately and how much of it came to its end. */
export function Figures() {
  const say = useWords()
  const query = useQuery(leadFiguresQuery)
  return (
    <section className="panel docket-sheet">
      <Loaded query={query}>
        {({ from, to, closedLoop, ...figures }) => (
          <>
            <h2>{say('leads.figures')}</h2>
            <p className="quiet">{say('leads.period', { from, to })}</p>
            <dl className="figures">
              {counts.map((name) => (
                <div key={name}>
                  <dt>{say(`leads.figure.${name}`)}</dt>
                  <dd className={name === 'overdue' && figures[name] > 0 ? 'num late' : 'num'}>
                    {figures[name]}
                  </dd>
                </div>
              ))}
              <div>
                <dt>{say('leads.figure.closedLoop')}</dt>
                <dd className="num">
                  {closedLoop === null ? '—' : `${(closedLoop * 100).toFixed(1)} %`}
                </dd>
              </div>
            </dl>
            <p className="quiet small">{say('leads.choose')}</p>
          </>
        )}
      </Loaded>
    </section>
  )
}
