import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { MatchRoom } from './match-room.tsx'
import { type LeadView, leadQuery } from './queries.ts'
import { Steps } from './steps.tsx'

/** One lead in full: what it says, whom it names, its clocks, its papers, and the next step. */
export function LeadSheet({ id }: { readonly id: string }) {
  const query = useQuery(leadQuery(id))
  return <Loaded query={query}>{(view) => <Sheet view={view} />}</Loaded>
}

function Sheet({ view: { lead, documents } }: { readonly view: LeadView }) {
  const say = useWords()
  const { facts } = lead
  return (
    <article className="panel docket-sheet" data-testid="lead">
      <header>
        <h2>
          <bdi>{facts.title || facts.account || lead.number}</bdi>
        </h2>
        <span className="pill strong">{say(`leads.state.${lead.state}`)}</span>
        {lead.outside && <span className="pill">{say('leads.outside')}</span>}
        <span className="quiet small">
          {lead.number} · {say(`leads.source.${lead.source}`)}
          {lead.externalNo && ` ${lead.externalNo}`}
        </span>
      </header>
      <p>
        <bdi>{facts.text}</bdi>
      </p>
      <Named lead={lead} />
      {facts.quotes.length > 0 && <Quotes quotes={facts.quotes} />}
      <Course lead={lead} />
      {documents.map(({ id, kind, version }) => (
        <p key={id}>
          <a href={`/api/notices/documents/${id}`} download>
            {say(`document.${kind}`)}
          </a>{' '}
          <span className="quiet small">{say('case.version', { n: version })}</span>
        </p>
      ))}
      {lead.direction === 'in' && !lead.roomId && <MatchRoom id={lead.id} />}
      <Steps lead={lead} />
    </article>
  )
}

function Named({ lead: { facts, roomId } }: { readonly lead: LeadView['lead'] }) {
  const say = useWords()
  const rows = [
    [say('leads.account'), [facts.platform && say(`platform.${facts.platform}`), facts.account]],
    [say('leads.operator'), [facts.operatorName, facts.operatorCode]],
    [say('leads.place'), [facts.actualPlace]],
    [say('leads.happened'), [facts.happenedOn]],
  ] as const
  return (
    <dl className="pairs">
      {rows.map(([name, values]) => {
        const told = values.filter(Boolean).join(' ')
        return told ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{told}</bdi>
            </dd>
          </div>
        ) : null
      })}
      <div>
        <dt>{say('notices.room')}</dt>
        <dd>
          {roomId ? (
            <Link href={`/rooms/${roomId}`}>{say(`leads.by.${facts.matchedBy}`)}</Link>
          ) : (
            <span className="late">{say('leads.by.none')}</span>
          )}
        </dd>
      </div>
    </dl>
  )
}

function Quotes({ quotes }: { readonly quotes: LeadView['lead']['facts']['quotes'] }) {
  const say = useWords()
  const { categoryOf } = useSession()
  return (
    <section>
      <h3>{say('leads.quotes')}</h3>
      <ol className="items">
        {quotes.map(({ flagId, category, quote, saidAtMs, clipSha256 }) => (
          <li key={flagId}>
            <b>{categoryOf(category)}</b> <span className="num quiet">{dateTime(saidAtMs)}</span>{' '}
            <Link href={`/review?state=all&id=${flagId}`}>{say('sum.see')}</Link>
            <p>
              <bdi>“{quote}”</bdi>
            </p>
            {clipSha256 && <p className="quiet small num">SHA-256 {clipSha256}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The days a lead has behind it, and those it must keep. */
function Course({ lead }: { readonly lead: LeadView['lead'] }) {
  const say = useWords()
  const days = [
    ['leads.entered', lead.createdAt],
    ['leads.sent', lead.sentAt],
    ['leads.receiptDue', lead.receivedAt ? null : lead.receiptDueAt],
    ['leads.received', lead.receivedAt],
    ['leads.checkDue', lead.reportedAt ? null : lead.checkDueAt],
    ['leads.reported', lead.reportedAt],
    ['leads.closed', lead.closedAt],
  ] as const
  return (
    <section>
      <h3>{say('leads.course')}</h3>
      <dl className="pairs">
        {days.map(([word, at]) =>
          at ? (
            <div key={word}>
              <dt>{say(word)}</dt>
              <dd
                className={word.endsWith('Due') && Date.parse(at) < Date.now() ? 'num late' : 'num'}
              >
                {dateTime(at)}
              </dd>
            </div>
          ) : null,
        )}
        {lead.unit && (
          <div>
            <dt>{say('leads.unit')}</dt>
            <dd>
              <bdi>{lead.unit}</bdi>
            </dd>
          </div>
        )}
        {lead.dueUnknown && (
          <div>
            <dt>{say('leads.noClock')}</dt>
            <dd>{lead.dueUnknown}</dd>
          </div>
        )}
      </dl>
      {lead.result && (
        <p>
          {say('leads.result')}：<bdi>{lead.result}</bdi>
          {lead.disposal && ` · ${say(`leads.disposal.${lead.disposal}`)}`}
        </p>
      )}
    </section>
  )
}
