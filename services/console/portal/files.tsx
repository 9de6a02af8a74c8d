import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Row, Trouble } from './parts.tsx'
import { guideQuery, guidesQuery, ownQuery, trainingsQuery } from './queries.ts'

/** 文件: what the bureau asks operators to read, with the receipt, and the trainings. */
export function Files() {
  const say = useWords()
  const guides = useQuery(guidesQuery)
  const trainings = useQuery(trainingsQuery)
  return (
    <>
      <h1>{say('portal.files')}</h1>
      <Loaded query={guides}>
        {({ rows }) => (
          <div className="rows">
            {rows.length === 0 && <p className="card quiet">{say('portal.noGuide')}</p>}
            {rows.map(({ id, kind, title, version, publishedAt, read: read_ }) => (
              <Row
                key={id}
                href={`/portal/files/${id}`}
                title={title}
                hint={`${say(`portal.guide.${kind}`)} · ${say('portal.version', { n: version })} · ${date(publishedAt)}`}
                tag={
                  <span className={read_ > 0 ? 'pill' : 'pill strong'}>
                    {say(read_ > 0 ? 'portal.readDone' : 'portal.unread')}
                  </span>
                }
              />
            ))}
          </div>
        )}
      </Loaded>
      <section>
        <h2>{say('portal.trainings')}</h2>
        <Loaded query={trainings}>
          {({ rows }) => (
            <ul className="cards">
              {rows.length === 0 && <li className="card quiet">{say('portal.noTraining')}</li>}
              {rows.map(({ id, title, heldOn, hours, place, attended }) => (
                <li key={id} className="card">
                  <b>{title}</b>
                  <p className="quiet">
                    {[heldOn, place, say('portal.hours', { n: hours })].filter(Boolean).join(' · ')}
                  </p>
                  <p>
                    {attended.length === 0
                      ? say('portal.nobodyThere')
                      : attended
                          .map(({ name, hours: n }) => `${name} ${say('portal.hours', { n })}`)
                          .join('、')}
                  </p>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </section>
    </>
  )
}

/** One document, with the receipt at its end, where whoever read it arrives. */
export function Guide({ id }: { readonly id: string }) {
  const say = useWords()
  const queries = useQueryClient()
  const query = useQuery(guideQuery(id))
  const operatorId = useQuery(ownQuery).data?.operator.id
  const noted = useQuery(guidesQuery).data?.rows.some((row) => row.id === id && row.read > 0)
  const confirming = useMutation({
    mutationFn: (operator: string) =>
      read(api.guides[':id'].receipts.$post({ param: { id }, json: { operatorId: operator } })),
    onSuccess: () => queries.invalidateQueries(guidesQuery),
  })
  return (
    <Loaded query={query}>
      {({ title, body, version, publishedAt }) => (
        <>
          <h1>{title}</h1>
          <p className="quiet small">
            {say('portal.version', { n: version })} · {date(publishedAt)}
          </p>
          <article className="card words">{body}</article>
          <Trouble error={confirming.error} />
          {noted ? (
            <p className="card" role="status">
              {say('portal.readNoted')}
            </p>
          ) : (
            <button
              type="button"
              className="big"
              disabled={!operatorId || confirming.isPending}
              onClick={() => operatorId && confirming.mutate(operatorId)}
              data-testid="read-receipt"
            >
              {say('portal.confirmRead')}
            </button>
          )}
        </>
      )}
    </Loaded>
  )
}
