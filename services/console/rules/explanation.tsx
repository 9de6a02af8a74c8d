import { LawText } from '../frame/law-text.tsx'
import { useSession } from '../frame/session.tsx'
import { Severity } from '../frame/tags.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { Explained } from './queries.ts'

type Tried = Explained['rules'][number]
/** From what decided to what merely had a word there. */
const outcomes: readonly Tried['outcome'][] = [
  'kept',
  'suppressed',
  'outranked',
  'unmet',
  'hindered',
  'words',
]

/** Why a sentence is flagged and why not: the hits in it, every rule that tried, the law in force. */
export function Explanation({ of }: { readonly of: Explained }) {
  const say = useWords()
  const { categoryOf } = useSession()
  const kept = of.hits.filter(({ suppressed }) => !suppressed)
  const rules = of.rules.toSorted(
    (a, b) => outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome),
  )
  return (
    <div className="explanation" data-testid="explanation">
      <p className="said">
        <Marked text={of.text} hits={kept} />
      </p>
      <strong data-testid="explanation-result">
        {kept.length > 0 ? say('rules.found', { n: kept.length }) : say('rules.notFound')}
      </strong>
      {of.audience && <p className="quiet small">{say('review.audience')}</p>}
      {kept.map(({ rule, category, severity, text }) => (
        <div className="found" key={`${rule} ${text}`}>
          <Severity level={severity} />
          <b>{categoryOf(category)}</b>
          <span className="quiet small">{rule}</span>
        </div>
      ))}
      {rules.length > 0 && (
        <table className="sums">
          <thead>
            <tr>
              <th>{say('rules.tried')}</th>
              <th>{say('rules.outcome')}</th>
              <th>{say('rules.words')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <tr key={`${rule.rule} ${rule.outcome} ${rule.matched ?? ''}`}>
                <td>
                  {categoryOf(rule.category)}
                  <div className="quiet small">{rule.rule}</div>
                </td>
                <td>
                  {say(`rules.outcome.${rule.outcome}`)}
                  {rule.because && <div className="quiet small">{rule.because}</div>}
                </td>
                <td>
                  <bdi>{rule.matched ?? rule.words.map(({ word }) => word).join(' … ')}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {of.laws.map(({ category, name, duties, sanctions }) => (
        <section key={category}>
          <h3>{say('rules.lawOf', { name })}</h3>
          <ul className="small">
            {[...duties, ...sanctions].map((article) => (
              <li key={`${article.law} ${article.cite}`}>
                《{article.short}》{article.cite} <LawText of={article} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="quiet small">
        {say('rules.folded')} <bdi>{of.views[0]?.folded ?? ''}</bdi> · {date(of.at)}
      </p>
    </div>
  )
}

function Marked({ text, hits }: { readonly text: string; readonly hits: Explained['hits'] }) {
  const parts = []
  let at = 0
  for (const { start, end } of hits.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue
    parts.push(<bdi key={at}>{text.slice(at, start)}</bdi>)
    parts.push(<mark key={`m${start}`}>{text.slice(start, end)}</mark>)
    at = end
  }
  return [...parts, <bdi key="rest">{text.slice(at)}</bdi>]
}
