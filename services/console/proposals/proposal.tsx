import { Alert } from 'antd'
import { Link } from '../frame/link.tsx'
import { ColourTag } from '../frame/tags.tsx'
import type { ProposalRow } from '../queries.ts'
import { date, dateTime, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Arithmetic } from './arithmetic.tsx'
import { RemovalCase } from './case.tsx'

/** One proposal, complete enough to be checked by hand. */
export function ProposalView({ row: { proposal, room } }: { readonly row: ProposalRow }) {
  const say = useWords()
  const { body, state, withdrawnAt, withdrawnWhy } = proposal
  const withdrawn = state === 'withdrawn'
  return (
    <article className="panel proposal" data-testid="proposal">
      <header>
        <div>
          <h2>
            <Link href={`/rooms?room=${proposal.roomId}`}>
              <bdi>{room}</bdi>
            </Link>
          </h2>
          <p className="quiet small">
            {say('proposals.made', {
              time: dateTime(proposal.createdAt),
              policy: body.policyVersion,
            })}
          </p>
        </div>
        <div className="points">
          <ColourTag colour={body.colour} meaning />
          <b className="num">{score(body.score)}</b>
        </div>
      </header>
      {withdrawn ? (
        <Alert
          type="info"
          title={say('proposals.withdrawnAt', {
            time: withdrawnAt ? dateTime(withdrawnAt) : '',
            why: withdrawnWhy ?? '',
          })}
        />
      ) : (
        <Alert type="warning" title={say('proposals.draftNote')} />
      )}
      <RemovalCase id={proposal.id} />
      <section>
        <h3>{say('proposals.triggers')}</h3>
        <ul className="triggers">
          {body.triggers.map(({ id, name }) => (
            <li key={id}>{name}</li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{say('proposals.arithmetic')}</h3>
        <Arithmetic body={body} />
        <p className="quiet small">{say('proposals.thresholds', { ...body.thresholds })}</p>
      </section>
      <section>
        <h3>{say('proposals.voidWhen')}</h3>
        <p data-testid="void-when">{body.voidWhen.text}</p>
      </section>
      <section>
        <h3>{say('proposals.favourable')}</h3>
        {body.favourable.length === 0 && <p className="quiet">{say('proposals.noFavourable')}</p>}
        <ul className="triggers">
          {body.favourable.map(({ kind, atMs, text }) => (
            <li key={`${kind}-${atMs}-${text}`}>
              <span className="num quiet">{date(atMs)}</span> {text}
            </li>
          ))}
        </ul>
      </section>
    </article>
  )
}
