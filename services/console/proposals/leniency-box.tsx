import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { type Case, type CaseRules, caseQuery } from './case-queries.ts'

const outcomes = ['none', 'lighter', 'reduced', 'exempt'] as const
const fields = ['system', 'diligence', 'reason'] as const

/** 合规尽责情况: filled before the case is reviewed; the officer ticks, the system never does. */
export function LeniencyBox({
  file: { proposal },
  grounds,
}: {
  readonly file: Case
  readonly grounds: CaseRules['grounds']
}) {
  const say = useWords()
  const queries = useQueryClient()
  const given = proposal.leniency
  const [box, setBox] = useState({
    system: given?.system ?? '',
    diligence: given?.diligence ?? '',
    reason: given?.reason ?? '',
    grounds: [...(given?.grounds ?? [])],
    outcome: given?.outcome ?? 'none',
  })
  const filling = useMutation({
    mutationFn: () =>
      read(api.removals[':id'].leniency.$put({ param: { id: proposal.id }, json: box })),
    onSuccess: () => queries.invalidateQueries(caseQuery(proposal.id)),
  })
  return (
    <fieldset className="leniency">
      <legend>
        {say('case.leniency')}
        {given && <span className="pill strong">{say('case.filled')}</span>}
      </legend>
      {fields.map((field) => (
        <Input.TextArea
          key={field}
          rows={2}
          maxLength={4000}
          data-testid={`leniency-${field}`}
          aria-label={say(`case.leniency.${field}`)}
          placeholder={say(`case.leniency.${field}`)}
          value={box[field]}
          onChange={(event) => setBox({ ...box, [field]: event.target.value })}
        />
      ))}
      <Checkbox.Group
        className="grounds"
        value={box.grounds}
        onChange={(chosen) => setBox({ ...box, grounds: chosen })}
        options={grounds.map(({ id, text, basis }) => ({
          value: id,
          label: `${text}（${basis}）`,
        }))}
      />
      <Radio.Group
        value={box.outcome}
        onChange={(event) => setBox({ ...box, outcome: event.target.value })}
        options={outcomes.map((value) => ({ value, label: say(`case.leniency.${value}`) }))}
      />
      {filling.error && <Alert type="error" title={sentenceOf(filling.error, say)} />}
      <div className="bar">
        <Button
          data-testid="leniency-save"
          loading={filling.isPending}
          onClick={() => filling.mutate()}
        >
          {say('case.leniency.save')}
        </Button>
      </div>
    </fieldset>
  )
}
