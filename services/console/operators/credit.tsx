import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { RecordForm } from '../frame/record-form.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type OperatorView, operatorQuery } from './queries.ts'

const marks = { true: '✓', false: '✕', null: '?' } as const
const source = '国家企业信用信息公示系统'

/** 硬性条件: whether it may apply and why, and a new look-up in the two credit lists, made by a person. */
export function Credit({ file }: { readonly file: OperatorView }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  return (
    <section>
      <div className="bar">
        <h3>{say('operators.facts')}</h3>
        {can('operator.write') && (
          <Button
            size="small"
            className="end"
            onClick={() => setOpen(!open)}
            data-testid="credit-new"
          >
            {say(open ? 'form.cancel' : 'operators.lookUp')}
          </Button>
        )}
      </div>
      <ul className="facts-list">
        {file.facts.map(({ id: fact, met, text }) => (
          <li key={fact} className={`met-${met}`}>
            <b aria-hidden="true">{marks[`${met}`]}</b>
            <span className="hidden-text">{say(`operators.met.${met}`)}</span> {text}
          </li>
        ))}
      </ul>
      {open && (
        <RecordForm
          testId="credit-form"
          fields={[
            { name: 'abnormal', label: say('operators.onAbnormal'), kind: 'switch', half: true },
            { name: 'dishonest', label: say('operators.onDishonest'), kind: 'switch', half: true },
            {
              ...{ name: 'lookedUpOn', label: say('operators.lookedUpOn'), kind: 'day' },
              ...{ must: true, half: true },
            },
            {
              name: 'source',
              label: say('operators.source'),
              kind: 'line',
              must: true,
              half: true,
            },
          ]}
          initial={{
            abnormal: file.abnormal?.listed ?? false,
            dishonest: file.dishonest?.listed ?? false,
            lookedUpOn: dateTime(Date.now()).slice(0, 10),
            source,
          }}
          button={say('form.save')}
          save={async ({ abnormal, dishonest, ...seenWhere }) => {
            const json = {
              seen: file.version,
              abnormal: { listed: abnormal, ...seenWhere },
              dishonest: { listed: dishonest, ...seenWhere },
            }
            await read(api.operators[':id'].$patch({ param: { id: file.id }, json }))
            setOpen(false)
            await queries.invalidateQueries(operatorQuery(file.id))
            await queries.invalidateQueries({ queryKey: ['operators'] })
          }}
        />
      )}
    </section>
  )
}
