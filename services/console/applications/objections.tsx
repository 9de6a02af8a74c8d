import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { sentenceOf } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { ApplicationView } from './queries.ts'

function useRefresh(id: string) {
  const queries = useQueryClient()
  return async () => {
    await queries.invalidateQueries({ queryKey: ['application', id] })
    await queries.invalidateQueries({ queryKey: ['applications'] })
  }
}

/** Enters what somebody holds against a listing while it is before the public. */
export function NewObjection({ id }: { readonly id: string }) {
  const say = useWords()
  const refresh = useRefresh(id)
  const [raisedBy, setRaisedBy] = useState('')
  const [contact, setContact] = useState('')
  const [text, setText] = useState('')
  const entering = useMutation({
    mutationFn: () =>
      read(
        api.applications[':id'].objections.$post({
          param: { id },
          json: { raisedBy, contact, text },
        }),
      ),
    onSuccess: refresh,
  })
  return (
    <details className="objection">
      <summary>{say('objections.new')}</summary>
      <div className="stack">
        <Input
          placeholder={say('objections.by')}
          aria-label={say('objections.by')}
          maxLength={100}
          value={raisedBy}
          onChange={(event) => setRaisedBy(event.target.value)}
        />
        <Input
          placeholder={say('objections.contact')}
          aria-label={say('objections.contact')}
          maxLength={100}
          value={contact}
          onChange={(event) => setContact(event.target.value)}
        />
        <Input.TextArea
          rows={2}
          placeholder={say('objections.text')}
          aria-label={say('objections.text')}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {entering.error && <Alert type="error" title={sentenceOf(entering.error, say)} />}
        <Button
          disabled={raisedBy.trim() === '' || text.trim() === ''}
          loading={entering.isPending}
          onClick={() => entering.mutate()}
        >
          {say('objections.enter')}
        </Button>
      </div>
    </details>
  )
}

/** Objections raised, and the decision on each. */
export function Objections({
  id,
  rows,
}: {
  readonly id: string
  readonly rows: ApplicationView['objections']
}) {
  const say = useWords()
  const can = useCan()
  return (
    <section className="panel card">
      <h3>{say('objections.title')}</h3>
      <ol className="lines">
        {rows.map((row) => (
          <li key={row.id}>
            <span className="num quiet">{dateTime(row.at)}</span> <bdi>{row.raisedBy}</bdi>：
            <bdi>{row.text}</bdi>
            {row.outcome ? (
              <p>
                <span className="pill strong">{say(`objections.${row.outcome}`)}</span>{' '}
                <bdi>{row.decidedBy}</bdi> <bdi>{row.reason}</bdi>
              </p>
            ) : (
              can('application.settle') && <Decide id={id} objectionId={row.id} />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Decide({ id, objectionId }: { readonly id: string; readonly objectionId: string }) {
  const say = useWords()
  const refresh = useRefresh(id)
  const [reason, setReason] = useState('')
  const deciding = useMutation({
    mutationFn: (outcome: 'dismissed' | 'upheld') =>
      read(
        api.applications[':id'].objections[':objectionId'].$post({
          param: { id, objectionId },
          json: { outcome, reason },
        }),
      ),
    onSuccess: refresh,
  })
  return (
    <div className="stack">
      <Input
        aria-label={say('objections.reason')}
        placeholder={say('objections.reason')}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {deciding.error && <Alert type="error" title={sentenceOf(deciding.error, say)} />}
      <div className="bar">
        {(['dismissed', 'upheld'] as const).map((outcome) => (
          <Button
            key={outcome}
            disabled={reason.trim() === ''}
            loading={deciding.isPending && deciding.variables === outcome}
            onClick={() => deciding.mutate(outcome)}
          >
            {say(`objections.do.${outcome}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}
