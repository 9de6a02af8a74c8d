import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { Alert, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { ChangeState } from '#shared/domain/change-request.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice, sentenceOf } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type ChangeField, shownValue } from './fields.ts'

const states: readonly ChangeState[] = ['asked', 'granted', 'refused', 'withdrawn']

const changesQuery = (state: ChangeState) =>
  queryOptions({
    queryKey: ['changes', state],
    queryFn: () => read(api.changes.$get({ query: { state, limit: '200' } })),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })

type Row = Awaited<
  ReturnType<NonNullable<ReturnType<typeof changesQuery>['queryFn']>>
>['rows'][number]

/** 账号变更: what operators ask to have changed; granted, the file is changed at once. */
export function Changes() {
  const say = useWords()
  const [params, change] = useParams()
  const state = states.find((name) => name === params.get('state')) ?? 'asked'
  const query = useQuery(changesQuery(state))
  return (
    <div className="stack">
      <div className="bar">
        <Segmented
          aria-label={say('change.stateLabel')}
          value={state}
          onChange={(next: string) => change({ state: next })}
          options={states.map((value) => ({ value, label: say(`change.state.${value}`) }))}
        />
        <span className="quiet">{say('change.hint')}</span>
      </div>
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Notice title={say('change.noneOf')} hint={say('change.noneHint')} />
          ) : (
            rows.map((row) => <Request key={row.request.id} row={row} />)
          )
        }
      </Loaded>
    </div>
  )
}

function Request({ row }: { readonly row: Row }) {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const { request, operator, room, region } = row
  const { state, change, before, reason, askedAt, opinion, decidedBy } = request
  return (
    <section className="panel card" data-testid="change-row">
      <div className="bar">
        <Link href={`/operators?id=${request.operatorId}`}>
          <bdi>{operator}</bdi>
        </Link>
        {room && (
          <Link href={`/rooms/${request.roomId}`}>
            <bdi>{room}</bdi>
          </Link>
        )}
        <span className="quiet">{regionOf(region)}</span>
        <span className="quiet num end">{dateTime(askedAt)}</span>
      </div>
      <table className="sums">
        <thead>
          <tr>
            <th scope="col">{say('change.what')}</th>
            <th scope="col">{say('change.from')}</th>
            <th scope="col">{say('change.to')}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(change).map(([field, to]) => (
            <tr key={field}>
              <td>{say(`change.field.${field as ChangeField}`)}</td>
              <td className="quiet">
                <bdi>{shownValue(field, before[field] ?? '', say) || '–'}</bdi>
              </td>
              <td>
                <bdi>{shownValue(field, to, say)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <span className="quiet">{say('change.reason')}：</span>
        <bdi>{reason}</bdi>
      </p>
      {state !== 'asked' && opinion && (
        <p>
          <span className="pill strong">{say(`change.state.${state}`)}</span> <bdi>{decidedBy}</bdi>{' '}
          <bdi>{opinion}</bdi>
        </p>
      )}
      {state === 'asked' && can('change.decide') && <Decide id={request.id} />}
    </section>
  )
}

function Decide({ id }: { readonly id: string }) {
  const say = useWords()
  const queries = useQueryClient()
  const [opinion, setOpinion] = useState('')
  const deciding = useMutation({
    mutationFn: (outcome: 'granted' | 'refused') =>
      read(api.changes[':id'].decision.$post({ param: { id }, json: { outcome, opinion } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['changes'] }),
  })
  return (
    <>
      <div className="bar">
        <Input
          style={{ width: 360 }}
          maxLength={2000}
          aria-label={say('change.opinion')}
          placeholder={say('change.opinion')}
          value={opinion}
          onChange={(event) => setOpinion(event.target.value)}
          data-testid="change-opinion"
        />
        {(['granted', 'refused'] as const).map((outcome) => (
          <Button
            key={outcome}
            type={outcome === 'granted' ? 'primary' : 'default'}
            disabled={opinion.trim() === ''}
            loading={deciding.isPending && deciding.variables === outcome}
            onClick={() => deciding.mutate(outcome)}
            data-testid={`change-${outcome}`}
          >
            {say(`change.do.${outcome}`)}
          </Button>
        ))}
      </div>
      {deciding.error && <Alert type="error" title={sentenceOf(deciding.error, say)} />}
    </>
  )
}
