import { useQuery } from '@tanstack/react-query'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type NoticeView, noticeQuery } from './queries.ts'
import { Steps } from './steps.tsx'

/** One notice in full, with its papers, its answers and what may be done now. */
export function NoticeSheet({ id }: { readonly id: string }) {
  const query = useQuery(noticeQuery(id))
  return <Loaded query={query}>{(view) => <Sheet view={view} />}</Loaded>
}

function Sheet({ view }: { readonly view: NoticeView }) {
  const say = useWords()
  const { categoryOf, regionOf } = useSession()
  const { notice, room, region, operator, overdue, fallen, replies, documents } = view
  return (
    <article className="panel docket-sheet" data-testid="notice">
      <header>
        <h2>
          <bdi>{room}</bdi>
        </h2>
        <span className="pill strong">{say(`notices.state.${notice.state}`)}</span>
        {overdue && <span className="late">{say('notices.overdue')}</span>}
        <span className="quiet small">
          {notice.number} · {operator ?? say('rooms.noOperator')} · {regionOf(region)}
          {notice.dueAt &&
            ` · ${say('notices.due', { time: dateTime(notice.dueAt).slice(0, 10) })}`}
        </span>
      </header>
      <section>
        <h3>{say('notices.items')}</h3>
        <ol className="items">
          {notice.items.map(({ flagId, category, quote, saidAtMs, demand }) => (
            <li key={flagId}>
              <b>{categoryOf(category)}</b> <span className="num quiet">{dateTime(saidAtMs)}</span>
              <p>
                <bdi>“{quote}”</bdi>
              </p>
              {demand && <p className="small">{demand}</p>}
              {fallen.includes(flagId) && <p className="late small">{say('notices.fallen')}</p>}
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h3>{say('notices.demand')}</h3>
        <p>{notice.demand}</p>
      </section>
      {replies.length > 0 && (
        <section>
          <h3>{say('notices.replies')}</h3>
          {replies.map(({ id, by, at, text }) => (
            <p key={id}>
              <span className="num quiet">{dateTime(at)}</span> <bdi>{by}</bdi>：<bdi>{text}</bdi>
            </p>
          ))}
        </section>
      )}
      {documents.length > 0 && (
        <section>
          <h3>{say('case.documents')}</h3>
          {documents.map(({ id, kind, version }) => (
            <p key={id}>
              <a href={`/api/notices/documents/${id}`} download>
                {say(`document.${kind}`)}
              </a>{' '}
              <span className="quiet small">{say('case.version', { n: version })}</span>
            </p>
          ))}
        </section>
      )}
      <Steps notice={notice} />
    </article>
  )
}
