import { LawText } from '../frame/law-text.tsx'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'

/** The articles that matter most stand first; the others open on demand. */
const shownArticles = 3

/** The law the flag is bound to, in short; `LawSheet` has the rest. */
export function Articles({ view: { articlesInForce } }: { readonly view: FlagView }) {
  const say = useWords()
  const rest = articlesInForce.slice(shownArticles)
  return (
    <section className="fact">
      <h3>{say('panel.law')}</h3>
      {articlesInForce.length === 0 && <p className="quiet small">{say('panel.noLaw')}</p>}
      <ArticleList articles={articlesInForce.slice(0, shownArticles)} />
      {rest.length > 0 && (
        <details className="more-law">
          <summary>{say('panel.moreLaw', { n: rest.length })}</summary>
          <ArticleList articles={rest} />
        </details>
      )}
    </section>
  )
}

function ArticleList({ articles }: { readonly articles: FlagView['articlesInForce'] }) {
  return (
    <ul className="articles">
      {articles.map((bound) => (
        <li key={`${bound.law}/${bound.article}`}>
          <b>
            《{bound.short}》{bound.cite}
          </b>
          <LawText of={bound} />
          <Notes of={bound} />
        </li>
      ))}
    </ul>
  )
}

/** What is to be known before an article is quoted: that its text is to be checked, and what came after it. */
export function Notes({ of }: { readonly of: FlagView['articlesInForce'][number] }) {
  const say = useWords()
  const { text, laterVersion } = of
  return (
    <>
      {text !== 'verified' && <em>{say('panel.recalled')}</em>}
      {laterVersion && (
        <em>
          {laterVersion.cite
            ? say('panel.later', { from: laterVersion.from, cite: laterVersion.cite })
            : say('panel.dropped', { from: laterVersion.from })}
        </em>
      )}
    </>
  )
}
