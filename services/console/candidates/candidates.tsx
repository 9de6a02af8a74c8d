import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import type { CandidateState } from '#shared/domain/candidate.ts'
import { api, read } from '../client.ts'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Pages, usePage } from './pages.tsx'
import { type CandidateRow, candidatesQuery } from './queries.ts'

const states: readonly CandidateState[] = ['open', 'promoted', 'dismissed']

/** 候选: a person makes a lead of one, or says it is none; the lead is then judged like any other. */
export function Candidates() {
  const say = useWords()
  const [params, change] = useParams()
  const state = states.find((name) => name === params.get('state')) ?? 'open'
  const page = usePage()
  const query = useQuery(candidatesQuery({ of: state, page }))
  return (
    <>
      <div className="bar">
        <Segmented
          value={state}
          onChange={(next) => change({ state: next, page: null })}
          options={states.map((value) => ({ value, label: say(`candidates.state.${value}`) }))}
        />
        <span className="quiet">{say('candidates.hint')}</span>
      </div>
      <Loaded query={query}>
        {({ rows, total }) => (
          <Pages
            rows={rows}
            total={total}
            empty={say('candidates.empty')}
            hint={say('candidates.emptyHint')}
          >
            {(row) => <Candidate key={row.id} row={row} />}
          </Pages>
        )}
      </Loaded>
    </>
  )
}

function Candidate({ row }: { readonly row: CandidateRow }) {
  const say = useWords()
  const { categoryOf } = useSession()
  const { quote, quoteStart, quoteEnd } = row
  return (
    <article className="panel candidate" data-testid="candidate">
      <header>
        <b>{categoryOf(row.category)}</b>
        <span className="pill">{say(`candidates.source.${row.source}`)}</span>
        <span className="quiet small">
          <bdi>{row.room}</bdi> · {say(`channel.${row.channel}`)} ·{' '}
          <span className="num">{dateTime(row.saidAt)}</span>
        </span>
      </header>
      <p className="said">
        <bdi>{quote.slice(0, quoteStart)}</bdi>
        <mark>{quote.slice(quoteStart, quoteEnd)}</mark>
        <bdi>{quote.slice(quoteEnd)}</bdi>
      </p>
      {row.reason && (
        <p className="quiet small">
          <bdi>{row.reason}</bdi>
        </p>
      )}
      {row.state === 'open' ? (
        <Decide id={row.id} />
      ) : (
        row.state === 'promoted' && (
          <Link href={`/review?state=all&id=${row.flagId}`}>{say('candidates.seeFlag')}</Link>
        )
      )}
    </article>
  )
}

function Decide({ id }: { readonly id: string }) {
  const say = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const decision = useMutation({
    mutationFn: async (act: 'promote' | 'dismiss') => {
      const route = api.candidates[':id'][act]
      await read(route.$post({ param: { id }, json: { reason } }))
      return act
    },
    onSuccess: async (act) => {
      message.success(say(`candidates.done.${act}`))
      await queries.invalidateQueries({ queryKey: ['candidates'] })
    },
    onError: (error) => message.error(sentenceOf(error, say)),
  })
  return (
    <div className="bar">
      <Input
        style={{ width: 320 }}
        maxLength={2000}
        aria-label={say('candidates.reason')}
        placeholder={say('candidates.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button
        data-testid="promote"
        loading={decision.isPending && decision.variables === 'promote'}
        onClick={() => decision.mutate('promote')}
      >
        {say('candidates.promote')}
      </Button>
      <Button
        data-testid="dismiss"
        loading={decision.isPending && decision.variables === 'dismiss'}
        onClick={() => decision.mutate('dismiss')}
      >
        {say('candidates.dismiss')}
      </Button>
    </div>
  )
}
