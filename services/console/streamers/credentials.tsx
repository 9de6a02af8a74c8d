import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { CredentialForm } from '#shared/domain/streamer.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { WithReason } from '../frame/with-reason.tsx'
import { dateTime } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'
import { type StreamerView, streamerQuery } from './queries.ts'

const blank = (): CredentialForm => ({
  ...{ kind: 'certificate', name: '', number: '', issuer: '', validUntil: null, score: null },
  ...{ issuedOn: dateTime(Date.now()).slice(0, 10), passed: true },
})

/** 证书与考核 of one streamer. */
export function Credentials({ file: { id, credentials } }: { readonly file: StreamerView }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const refresh = () => queries.invalidateQueries(streamerQuery(id))
  const drop = async (credentialId: string, reason: string) => {
    const place = { param: { id, credentialId }, json: { reason } }
    await read(api.streamers[':id'].credentials[':credentialId'].$delete(place))
    await refresh()
  }
  return (
    <section>
      <div className="bar">
        <h3>{say('streamers.credentials')}</h3>
        {can('streamer.write') && (
          <Button
            size="small"
            className="end"
            onClick={() => setOpen(!open)}
            data-testid="credential-new"
          >
            {say(open ? 'form.cancel' : 'streamers.addCredential')}
          </Button>
        )}
      </div>
      {credentials.length === 0 && <p className="quiet">{say('streamers.noCredential')}</p>}
      <ul className="lines">
        {credentials.map((held) => (
          <li key={held.id} className="bar" data-testid="credential-row">
            <bdi>{held.name}</bdi>
            <span className="pill">{say(`credential.${held.kind}`)}</span>
            {held.score !== null && (
              <span className="small num">{say('streamers.score', { n: held.score })}</span>
            )}
            <span className={held.passed ? 'quiet small num' : 'late small num'}>
              {held.passed ? held.issuedOn : say('streamers.failed')}
              {held.validUntil && ` – ${held.validUntil}`}
            </span>
            {can('streamer.write') && (
              <span className="end">
                <WithReason
                  label={say('form.remove')}
                  title={say('streamers.dropCredential')}
                  act={(reason) => drop(held.id, reason)}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
      {open && (
        <RecordForm
          testId="credential-form"
          fields={fieldsOf(say)}
          initial={blank()}
          button={say('form.save')}
          save={async (json) => {
            await read(api.streamers[':id'].credentials.$post({ param: { id }, json }))
            setOpen(false)
            await refresh()
          }}
        />
      )}
    </section>
  )
}

const fieldsOf = (say: Say): readonly Field[] => [
  {
    ...{ name: 'kind', label: say('streamers.credentialKind'), kind: 'choice', half: true },
    options: (['certificate', 'assessment'] as const).map((value) => ({
      value,
      label: say(`credential.${value}`),
    })),
  },
  {
    ...{ name: 'name', label: say('streamers.credentialName'), kind: 'line', half: true },
    ...{ must: true, max: 120 },
  },
  { name: 'number', label: say('operators.number'), kind: 'line', half: true, max: 100 },
  { name: 'issuer', label: say('operators.issuer'), kind: 'line', half: true },
  { name: 'issuedOn', label: say('streamers.issuedOn'), kind: 'day', half: true, must: true },
  { name: 'validUntil', label: say('operators.until'), kind: 'day', half: true },
  { name: 'score', label: say('streamers.scoreField'), kind: 'number', half: true, max: 1000 },
  { name: 'passed', label: say('streamers.passed'), kind: 'switch', half: true },
]
