import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Answer } from './answer.tsx'
import { Facts } from './facts.tsx'
import { Deadline } from './parts.tsx'
import { type RemovalView, removalQuery } from './queries.ts'
import { Documents, Said } from './said.tsx'

/** 陈述申辩 while the case is under way; the decision, how to object and when to come back once it has ended. */
export function RemovalPage({ id }: { readonly id: string }) {
  const query = useQuery(removalQuery(id))
  return <Loaded query={query}>{(view) => <Sheet view={view} />}</Loaded>
}

function Sheet({ view }: { readonly view: RemovalView }) {
  const say = useWords()
  const queries = useQueryClient()
  const { proposal, room, replies, documents, favourable } = view
  const { id, state } = proposal
  return (
    <>
      <h1>{say('portal.removalOf', { room })}</h1>
      <p className="line">
        <span className="pill strong">{say(`portal.removal.${state}`)}</span>
        <span className="quiet small">{proposal.number}</span>
      </p>
      {state === 'drafted' ? (
        <>
          <p className="gloss">{say('portal.removalGloss')}</p>
          <section className="card">
            {proposal.hearingDueAt ? (
              <Deadline dueAt={proposal.hearingDueAt} />
            ) : (
              <p>{proposal.hearingDueUnknown}</p>
            )}
            {proposal.hearingExtended && <p className="quiet">{say('portal.extended')}</p>}
          </section>
          <Answer
            key={replies.length}
            files={`/api/removals/${id}/files`}
            label={say('portal.yourStatement')}
            button={say('portal.sendStatement')}
            send={async (json) => {
              await read(api.removals[':id'].statement.$post({ param: { id }, json }))
              await queries.invalidateQueries({ queryKey: ['portal'] })
            }}
          />
        </>
      ) : (
        <Decision proposal={proposal} />
      )}
      <Said replies={replies} />
      <Facts paper="removals" id={id} />
      {favourable.length > 0 && (
        <section className="card">
          <h2>{say('portal.favourable')}</h2>
          <ul>
            {favourable.map(({ atMs, text }) => (
              <li key={`${atMs} ${text}`}>
                <span className="num quiet">{date(atMs)}</span> {text}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Documents documents={documents} />
    </>
  )
}

function Decision({ proposal }: { readonly proposal: RemovalView['proposal'] }) {
  const say = useWords()
  const { state, publishedAt, reapplyFrom, withdrawnWhy, unfoundedWhy } = proposal
  if (state !== 'published')
    return (
      <section className="card">
        <h2>{say(`portal.removal.${state}`)}</h2>
        <p>{withdrawnWhy ?? say('portal.kept')}</p>
      </section>
    )
  return (
    <section className="card">
      <h2>{say('portal.decision')}</h2>
      <p>{say('portal.removedOn', { day: publishedAt ? date(publishedAt) : '—' })}</p>
      <p>{say('portal.basis')}</p>
      <p>{say('portal.objectHow')}</p>
      {reapplyFrom && <p>{say('portal.reapply', { day: reapplyFrom })}</p>}
      {unfoundedWhy && <p className="trouble">{unfoundedWhy}</p>}
    </section>
  )
}
