import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { LawText } from '../frame/law-text.tsx'
import { useParams } from '../frame/router.ts'
import { Loaded, Notice } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { lawsQuery } from './queries.ts'

/** 法条: every law with its versions, the days they are in force, and the articles leads are bound to. */
export function Laws() {
  const say = useWords()
  const [params, change] = useParams()
  const query = useQuery(lawsQuery)
  const words = (params.get('law') ?? '').trim()
  return (
    <Loaded query={query}>
      {(laws) => {
        const shown = laws.filter((law) => JSON.stringify(law).includes(words))
        return (
          <div className="page">
            <div className="bar">
              <Input.Search
                allowClear
                style={{ width: 320 }}
                aria-label={say('rules.searchLaw')}
                placeholder={say('rules.searchLaw')}
                defaultValue={words}
                onChange={(event) => change({ law: event.target.value })}
              />
              <span className="quiet end num">{say('rules.lawTotal', { n: shown.length })}</span>
            </div>
            {shown.length === 0 && <Notice title={say('rules.none')} />}
            {shown.map(({ id, name, versions }) => (
              <details className="panel law" key={id}>
                <summary>
                  <b>《{name}》</b>
                  <span className="quiet small">
                    {say('rules.versionsOf', { n: versions.length })}
                  </span>
                </summary>
                {versions.toReversed().map(({ id: version, from, to, articles, note }) => (
                  <section key={version}>
                    <h3>
                      {version}{' '}
                      <span className="quiet small">
                        {to
                          ? say('rules.inForceUntil', { from, to })
                          : say('rules.inForceFrom', { from })}
                      </span>
                    </h3>
                    {note && <p className="quiet small">{note}</p>}
                    <ul>
                      {articles.map((article) => (
                        <li key={article.key}>
                          <b>{article.cite}</b> <LawText of={article} />
                        </li>
                      ))}
                    </ul>
                  </section>
                ))}
              </details>
            ))}
          </div>
        )
      }}
    </Loaded>
  )
}
