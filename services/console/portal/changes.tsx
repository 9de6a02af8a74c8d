import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ChangeField, shownValue } from '../changes/fields.ts'
import { api, read } from '../client.ts'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { ChangeAsk } from './change-ask.tsx'
import { Trouble } from './parts.tsx'
import { type ChangeRow, changesQuery, ownQuery } from './queries.ts'

/** 账号变更: what this operator has asked to be changed, and the way to ask. */
export function Changes() {
  const say = useWords()
  const own = useQuery(ownQuery)
  const asked = useQuery(changesQuery)
  const [open, setOpen] = useState(false)
  return (
    <>
      <h1>{say('change.title')}</h1>
      <p className="gloss">{say('change.gloss')}</p>
      <Loaded query={own}>
        {({ rooms }) =>
          open ? (
            <ChangeAsk rooms={rooms} done={() => setOpen(false)} />
          ) : (
            <button
              type="button"
              className="big"
              onClick={() => setOpen(true)}
              data-testid="change-new"
            >
              {say('change.ask')}
            </button>
          )
        }
      </Loaded>
      <section>
        <h2>{say('change.asked')}</h2>
        <Loaded query={asked}>
          {({ rows }) => (
            <ul className="cards">
              {rows.length === 0 && <li className="card quiet">{say('change.none')}</li>}
              {rows.map((row) => (
                <Request key={row.request.id} row={row} />
              ))}
            </ul>
          )}
        </Loaded>
      </section>
    </>
  )
}

function Request({ row: { request, room } }: { readonly row: ChangeRow }) {
  const say = useWords()
  const queries = useQueryClient()
  const { id, state, change, before, askedAt, opinion, reason } = request
  const taking = useMutation({
    mutationFn: () => read(api.changes[':id'].withdraw.$post({ param: { id } })),
    onSuccess: () => queries.invalidateQueries(changesQuery),
  })
  return (
    <li className="card" data-testid="change-row">
      <p className="line">
        <b className="grow">
          <bdi>{room ?? say('change.own')}</bdi>
        </b>
        <span className="pill strong">{say(`change.state.${state}`)}</span>
      </p>
      <dl className="known">
        {Object.entries(change).map(([field, to]) => (
          <div key={field}>
            <dt>{say(`change.field.${field as ChangeField}`)}</dt>
            <dd>
              {before[field] && (
                <>
                  <s className="quiet">{shownValue(field, before[field], say)}</s> →{' '}
                </>
              )}
              <bdi>{shownValue(field, to, say)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p className="quiet small">
        <span className="num">{date(askedAt)}</span> · {reason}
      </p>
      {opinion && (
        <p>
          <b>{say('portal.opinion')}</b>
          {opinion}
        </p>
      )}
      <Trouble error={taking.error} />
      {state === 'asked' && (
        <button
          type="button"
          className="as-link tall"
          disabled={taking.isPending}
          onClick={() => taking.mutate()}
        >
          {say('change.withdraw')}
        </button>
      )}
    </li>
  )
}
