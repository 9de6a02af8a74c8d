import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { LicenceForm, LicenceKind } from '#shared/domain/licence.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { WithReason } from '../frame/with-reason.tsx'
import { type Say, useWords } from '../words/words.ts'
import { type OperatorView, operatorQuery } from './queries.ts'

const kinds: readonly LicenceKind[] = [
  ...(['food-business', 'food-production', 'health-food', 'medical-device'] as const),
  ...(['cosmetics', 'drug', 'alcohol', 'aquatic-seed'] as const),
  ...(['ad-review', 'trademark', 'brand-authorisation', 'other'] as const),
]
const blank: LicenceForm = {
  ...{ kind: 'food-business', number: '', scope: '', issuer: '' },
  ...{ issuedOn: null, validUntil: null },
}

/** 资质: what is held and until when; entering the same kind and number again brings the line up to date. */
export function Licences({ file: { id, licences } }: { readonly file: OperatorView }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<LicenceForm | null>(null)
  const refresh = () => queries.invalidateQueries(operatorQuery(id))
  const drop = async (licenceId: string, reason: string) => {
    const place = { param: { id, licenceId }, json: { reason } }
    await read(api.operators[':id'].licences[':licenceId'].$delete(place))
    await refresh()
  }
  return (
    <section>
      <div className="bar">
        <h3>{say('operators.licences')}</h3>
        {can('licence.write') && (
          <Button
            size="small"
            className="end"
            onClick={() => setDraft(draft ? null : blank)}
            data-testid="licence-new"
          >
            {say(draft ? 'form.cancel' : 'operators.addLicence')}
          </Button>
        )}
      </div>
      {licences.length === 0 && <p className="quiet">{say('operators.noLicence')}</p>}
      {licences.length > 0 && <Held licences={licences} edit={setDraft} drop={drop} />}
      {draft && (
        <RecordForm
          key={`${draft.kind} ${draft.number}`}
          testId="licence-form"
          fields={fieldsOf(say)}
          initial={draft}
          button={say('form.save')}
          save={async (json) => {
            await read(api.operators[':id'].licences.$post({ param: { id }, json }))
            setDraft(null)
            await refresh()
          }}
        />
      )}
    </section>
  )
}

function Held({
  licences,
  edit,
  drop,
}: {
  readonly licences: OperatorView['licences']
  readonly edit: (licence: LicenceForm) => void
  readonly drop: (licenceId: string, reason: string) => Promise<void>
}) {
  const say = useWords()
  const mayWrite = useCan()('licence.write')
  return (
    <table className="sums">
      <thead>
        <tr>
          <th>{say('operators.licence')}</th>
          <th>{say('operators.number')}</th>
          <th>{say('operators.until')}</th>
          <th>{say('operators.validity')}</th>
          {mayWrite && <th />}
        </tr>
      </thead>
      <tbody>
        {licences.map(({ id: licenceId, createdAt: _, operatorId: __, validity, ...held }) => (
          <tr key={licenceId} data-testid="licence-row">
            <td>{say(`licence.${held.kind}`)}</td>
            <td>
              <bdi>{held.number}</bdi>
            </td>
            <td className="num">{held.validUntil ?? say('operators.forever')}</td>
            <td className={validity === 'expired' ? 'late' : ''}>{say(`validity.${validity}`)}</td>
            {mayWrite && (
              <td className="acts">
                <Button size="small" type="link" onClick={() => edit(held)}>
                  {say('form.edit')}
                </Button>
                <WithReason
                  label={say('form.remove')}
                  title={say('operators.dropLicence')}
                  act={(reason) => drop(licenceId, reason)}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const fieldsOf = (say: Say): readonly Field[] => [
  {
    ...{ name: 'kind', label: say('operators.licence'), kind: 'choice', must: true, half: true },
    options: kinds.map((value) => ({ value, label: say(`licence.${value}`) })),
  },
  {
    ...{ name: 'number', label: say('operators.number'), kind: 'line', must: true, half: true },
    max: 100,
  },
  { name: 'issuer', label: say('operators.issuer'), kind: 'line' },
  { name: 'scope', label: say('operators.scope'), kind: 'line', max: 500 },
  { name: 'issuedOn', label: say('operators.issuedOn'), kind: 'day', half: true },
  {
    ...{ name: 'validUntil', label: say('operators.until'), kind: 'day', half: true },
    hint: say('operators.foreverHint'),
  },
]
