import { useQueryClient } from '@tanstack/react-query'
import type { OperatorForm } from '#shared/domain/operator.ts'
import { api, read } from '../client.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { useSession } from '../frame/session.tsx'
import { type Say, useWords } from '../words/words.ts'
import { type OperatorView, operatorQuery } from './queries.ts'

/** 更正主体信息: what a person may know better than the file; the credit code is its name for ever. */
export function EditOperator({
  file,
  done,
}: {
  readonly file: OperatorView
  readonly done: () => void
}) {
  const say = useWords()
  const { regions } = useSession()
  const queries = useQueryClient()
  const places = regions.map(({ path, name }) => ({ value: path, label: name }))
  const { name, kind, category, domicile, address, representative, contact, phone } = file
  const lines = { name, kind, category, domicile, address, representative, contact, phone }
  return (
    <RecordForm
      testId="operator-form"
      fields={fieldsOf(say, places)}
      initial={{
        ...lines,
        registeredPlace: file.registeredPlace || null,
        actualPlace: file.actualPlace || null,
        foundedOn: file.foundedOn,
        reason: '',
      }}
      button={say('form.save')}
      save={async ({ reason, registeredPlace, actualPlace, ...change }) => {
        const json = {
          ...{ ...change, seen: file.version },
          ...{ registeredPlace: registeredPlace || null, actualPlace: actualPlace || null },
          ...(reason && { reason }),
        }
        await read(api.operators[':id'].$patch({ param: { id: file.id }, json }))
        await queries.invalidateQueries(operatorQuery(file.id))
        await queries.invalidateQueries({ queryKey: ['operators'] })
        done()
      }}
    />
  )
}

const kinds: readonly OperatorForm['kind'][] = [
  ...(['company', 'individual', 'cooperative', 'person', 'other'] as const),
]
const categories: readonly OperatorForm['category'][] = [
  ...(['merchant', 'agency', 'streamer', 'other'] as const),
]

function fieldsOf(say: Say, places: NonNullable<Field['options']>): readonly Field[] {
  const line = (name: string, label: string, half = true): Field => ({
    ...{ name, label, kind: 'line', half },
  })
  const choice = (name: string, label: string, options: NonNullable<Field['options']>): Field => ({
    ...{ name, label, options, kind: 'choice', half: true },
  })
  return [
    { ...line('name', say('operators.name'), false), must: true },
    choice(
      'kind',
      say('operators.kind'),
      kinds.map((value) => ({ value, label: say(`operator.${value}`) })),
    ),
    choice(
      'category',
      say('operators.category'),
      categories.map((value) => ({ value, label: say(`operatorCategory.${value}`) })),
    ),
    line('domicile', say('operators.domicile'), false),
    line('address', say('operators.address'), false),
    choice('registeredPlace', say('operators.registeredPlace'), places),
    choice('actualPlace', say('operators.actualPlace'), places),
    { name: 'foundedOn', label: say('operators.founded'), kind: 'day', half: true },
    line('representative', say('operators.representative')),
    line('contact', say('operators.contactPerson')),
    line('phone', say('operators.phone')),
    line('reason', say('form.why'), false),
  ]
}
