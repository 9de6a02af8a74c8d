import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { go } from '../frame/router.ts'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Deadline, Row, Trouble } from './parts.tsx'
import { applicationsQuery, batchesQuery, ownQuery } from './queries.ts'

/** 申报: what is under way, and the rooms that may apply in the batch that is open. */
export function Applications() {
  const say = useWords()
  const query = useQuery(applicationsQuery)
  return (
    <>
      <h1>{say('portal.apply')}</h1>
      <Loaded query={query}>
        {({ rows }) => (
          <>
            <div className="rows">
              {rows.map(({ application: a, room, place }) => (
                <Row
                  key={a.id}
                  href={`/portal/apply/${a.id}`}
                  title={<bdi>{room}</bdi>}
                  hint={a.dueAt ? <Deadline dueAt={a.dueAt} /> : date(a.createdAt)}
                  tag={
                    <span className="pill strong">
                      {a.state === 'open'
                        ? say(`pool.${place}`)
                        : say(`portal.application.${a.state}`)}
                    </span>
                  }
                />
              ))}
            </div>
            <Begin
              taken={rows
                .filter(({ application: a }) => a.state === 'draft' || a.state === 'open')
                .map(({ application: a }) => a.roomId)}
            />
          </>
        )}
      </Loaded>
    </>
  )
}

function Begin({ taken }: { readonly taken: readonly string[] }) {
  const say = useWords()
  const queries = useQueryClient()
  const batches = useQuery(batchesQuery)
  const own = useQuery(ownQuery)
  const starting = useMutation({
    mutationFn: (json: { readonly batchId: string; readonly roomId: string }) =>
      read(api.applications.$post({ json })),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries(applicationsQuery)
      go(`/portal/apply/${id}`)
    },
  })
  const today = date(Date.now())
  const batch = batches.data?.rows.find((b) => b.opensOn <= today && today <= b.closesOn)
  const free = own.data?.rooms.filter(
    ({ id, place }) => !taken.includes(id) && applying.includes(place),
  )
  if (!batches.data || !free) return null
  return (
    <section className="card">
      <h2>{batch ? say('portal.batch', { name: batch.name }) : say('portal.noBatch')}</h2>
      {batch && <p>{say('portal.batchDays', { from: batch.opensOn, to: batch.closesOn })}</p>}
      {batch && free.length === 0 && <p className="quiet">{say('portal.noFreeRoom')}</p>}
      <Trouble error={starting.error} />
      {batch &&
        free.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            className="big"
            disabled={starting.isPending}
            onClick={() => starting.mutate({ batchId: batch.id, roomId: id })}
          >
            {say('portal.start', { room: name })}
          </button>
        ))}
    </section>
  )
}

/** Places from which a room may come in, for the first time or again. */
const applying: readonly string[] = ['surveyed', 'rejected', 'removed', 'withdrawn', 'expired']
