import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { NoticeView } from './queries.ts'

/** 回执: what was handed in and when the house had it, with the number to quote. */
export function Said({ replies }: { readonly replies: NoticeView['replies'] }) {
  const say = useWords()
  if (replies.length === 0) return null
  return (
    <section>
      <h2>{say('portal.said')}</h2>
      <ul className="cards">
        {replies.map(({ id, kind, at, text, attachments }) => (
          <li key={id} className="card" data-testid="receipt">
            <p className="line">
              <span className="pill strong">{say(`portal.reply.${kind}`)}</span>
              <span className="quiet small num">
                {say('portal.receipt', { time: dateTime(at), number: id.slice(0, 8) })}
              </span>
            </p>
            <p className="words">
              <bdi>{text}</bdi>
            </p>
            {attachments.map(({ name, sha256 }) => (
              <p key={sha256} className="small quiet">
                <bdi>{name}</bdi> · {sha256.slice(0, 12)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The papers themselves, as they were served. */
export function Documents({ documents }: { readonly documents: NoticeView['documents'] }) {
  const say = useWords()
  if (documents.length === 0) return null
  return (
    <section>
      <h2>{say('portal.documents')}</h2>
      <ul className="cards">
        {documents.map(({ id, title, version }) => (
          <li key={id} className="card">
            <a href={`/api/notices/documents/${id}`} download>
              {title} {version > 1 && say('portal.version', { n: version })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
