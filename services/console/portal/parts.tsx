import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Icon } from '../frame/icons.tsx'
import { LawText } from '../frame/law-text.tsx'
import { Link } from '../frame/link.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { daysLeftQuery, type Fact } from './queries.ts'

/** A row that leads somewhere, as large as a thumb. */
export function Row({
  href,
  title,
  hint,
  tag,
  testId,
}: {
  readonly href: string
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly tag?: ReactNode
  readonly testId?: string
}) {
  return (
    <Link className="row" href={href} data-testid={testId}>
      <span className="grow">
        <b>{title}</b>
        {hint && <span className="quiet">{hint}</span>}
      </span>
      {tag}
      <Icon name="forward" size={16} />
    </Link>
  )
}

/** The last day of a time limit and how many working days that leaves. */
export function Deadline({ dueAt }: { readonly dueAt: string }) {
  const say = useWords()
  const { data } = useQuery(daysLeftQuery(dueAt))
  const past = data?.past ?? false
  return (
    <span className={past ? 'due past' : 'due'}>
      {say('portal.dueOn', { day: date(dueAt) })}
      {data && <b>{past ? say('portal.duePast') : say('portal.daysLeft', { n: data.left })}</b>}
    </span>
  )
}

/** Why something did not work, where it was tried. */
export function Trouble({ error }: { readonly error: unknown }) {
  const say = useWords()
  if (!error) return null
  return (
    <p className="trouble" role="alert">
      {sentenceOf(error, say)}
    </p>
  )
}

/** The clauses behind a phrase: the first by name, the wording of all of them a tap away. */
export function Articles({ articles }: { readonly articles: Fact['articles'] }) {
  const say = useWords()
  const [first] = articles
  if (!first) return <p className="quiet small">{say('portal.noArticle')}</p>
  return (
    <details>
      <summary>
        {say(articles.length > 1 ? 'portal.articles' : 'portal.article', {
          cite: `《${first.short}》${first.cite}`,
          n: articles.length,
        })}
      </summary>
      <dl className="articles">
        {articles.map((article) => (
          <div key={`${article.law}/${article.article}`}>
            <dt>
              《{article.short}》{article.cite}
            </dt>
            <dd>
              <LawText of={article} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
