import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../frame/states.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'
import { Deadline, Row } from './parts.tsx'
import { applicationsQuery, guidesQuery, noticesQuery, ownQuery, removalsQuery } from './queries.ts'
import { waitsForAnswer } from './turns.ts'

/** 首页: what waits for this operator, dearest first, and where each of its rooms stands. */
export function Home() {
  const say = useWords()
  const own = useQuery(ownQuery)
  return (
    <Loaded query={own}>
      {({ operator, rooms }) => (
        <>
          <h1>{operator.name}</h1>
          <Waiting />
          <section>
            <h2>{say('portal.rooms')}</h2>
            {rooms.length === 0 && <p className="quiet">{say('portal.noRoom')}</p>}
            <ul className="cards">
              {rooms.map(({ id, name, platform, place }) => (
                <li key={id} className="card line">
                  <span className="grow">
                    <bdi>{name}</bdi>
                    <span className="quiet small"> {say(platformWord(platform))}</span>
                  </span>
                  <span className="pill strong">{say(`pool.${place}`)}</span>
                </li>
              ))}
            </ul>
            <div className="rows">
              <Row href="/portal/changes" title={say('portal.toChange')} testId="to-changes" />
            </div>
          </section>
        </>
      )}
    </Loaded>
  )
}

function Waiting() {
  const say = useWords()
  const removals = useQuery(removalsQuery).data?.rows ?? []
  const notices = useQuery(noticesQuery).data?.rows ?? []
  const applications = useQuery(applicationsQuery).data?.rows ?? []
  const guides = useQuery(guidesQuery).data?.rows ?? []
  const hearings = removals.filter(({ proposal: p }) => p.state === 'drafted' && !p.answeredAt)
  const unanswered = notices.filter(({ notice }) => waitsForAnswer(notice.state))
  const returned = applications.filter(({ application: a }) => a.mend.length > 0)
  const drafts = applications.filter(({ application: a }) => a.state === 'draft')
  const unread = guides.filter(({ read }) => read === 0)
  const nothing =
    hearings.length + unanswered.length + returned.length + drafts.length + unread.length === 0
  return (
    <section>
      <h2>{say('portal.waiting')}</h2>
      {nothing && <p className="card quiet">{say('portal.nothing')}</p>}
      <div className="rows">
        {hearings.map(({ proposal: p, room }) => (
          <Row
            key={p.id}
            href={`/portal/removals/${p.id}`}
            title={say('portal.todo.hearing', { room })}
            hint={p.hearingDueAt && <Deadline dueAt={p.hearingDueAt} />}
          />
        ))}
        {unanswered.map(({ notice: n, room }) => (
          <Row
            key={n.id}
            href={`/portal/notices/${n.id}`}
            title={say('portal.todo.notice', { room })}
            hint={n.dueAt && <Deadline dueAt={n.dueAt} />}
            testId="todo-notice"
          />
        ))}
        {returned.map(({ application: a, room }) => (
          <Row
            key={a.id}
            href={`/portal/apply/${a.id}`}
            title={say('portal.todo.mend', { room, n: a.mend.length })}
            hint={a.dueAt && <Deadline dueAt={a.dueAt} />}
            testId="todo-mend"
          />
        ))}
        {drafts.map(({ application: a, room }) => (
          <Row
            key={a.id}
            href={`/portal/apply/${a.id}`}
            title={say('portal.todo.draft', { room })}
          />
        ))}
        {unread.map(({ id, title }) => (
          <Row key={id} href={`/portal/files/${id}`} title={say('portal.todo.read', { title })} />
        ))}
      </div>
    </section>
  )
}
