import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { identityFault } from '#shared/domain/streamer.ts'
import { ApiFailure, api, read } from '../client.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { useSession } from '../frame/session.tsx'
import { useWords } from '../words/words.ts'

const operatorNamesQuery = queryOptions({
  queryKey: ['operators', 'names'],
  queryFn: () => read(api.operators.$get({ query: { limit: '500' } })),
  placeholderData: keepPreviousData,
})

/** What is entered of a streamer; the identity number goes in and never comes out in plain. */
export interface Person {
  readonly name: string
  readonly alias: string
  readonly region: string
  readonly operatorId: string | null
  readonly phone: string
}

/** 登记主播 and putting one right. */
export function PersonForm({
  initial,
  hasIdentity,
  save,
}: {
  readonly initial: Person
  readonly hasIdentity: boolean
  readonly save: (person: Person & { readonly identity?: string }) => Promise<unknown>
}) {
  const say = useWords()
  const { regions } = useSession()
  const operators = useQuery(operatorNamesQuery).data?.rows ?? []
  const fields: readonly Field[] = [
    {
      name: 'name',
      label: say('streamers.realName'),
      kind: 'line',
      must: true,
      half: true,
      max: 60,
    },
    { name: 'alias', label: say('streamers.alias'), kind: 'line', half: true, max: 60 },
    {
      ...{ name: 'region', label: say('rooms.region'), kind: 'choice', must: true, half: true },
      options: regions.map(({ path, name }) => ({ value: path, label: name })),
    },
    { name: 'phone', label: say('operators.phone'), kind: 'line', half: true, max: 40 },
    {
      ...{ name: 'operatorId', label: say('rooms.operator'), kind: 'choice' },
      options: operators.map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      ...{ name: 'identity', label: say('streamers.identityNumber'), kind: 'line', max: 18 },
      hint: say(hasIdentity ? 'streamers.identityKept' : 'streamers.identityHint'),
    },
  ]
  return (
    <RecordForm
      testId="streamer-form"
      fields={fields}
      initial={{ ...initial, identity: '' }}
      button={say('form.save')}
      save={({ identity, operatorId, ...person }) => {
        const typed = identity.trim().toUpperCase()
        const fault = typed ? identityFault(typed) : null
        if (fault) throw new ApiFailure(422, 'invalid', fault)
        return save({
          ...{ ...person, operatorId: operatorId || null },
          ...(typed && { identity: typed }),
        })
      }}
    />
  )
}
