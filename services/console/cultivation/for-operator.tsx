import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { allOperatorsQuery } from './queries.ts'

/** Chooses one of the operators who do not have it yet, and does for them what the button says. */
export function ForOperator({
  have,
  choose: words,
  label,
  act,
}: {
  /** Ids of those who have it. */
  readonly have: readonly string[]
  readonly choose: string
  readonly label: string
  readonly act: (operatorId: string) => Promise<unknown>
}) {
  const say = useWords()
  const operators = useQuery(allOperatorsQuery).data?.rows ?? []
  const [chosen, choose] = useState<string | null>(null)
  const acting = useMutation({ mutationFn: act, onSuccess: () => choose(null) })
  return (
    <>
      <div className="bar">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 320 }}
          aria-label={words}
          placeholder={words}
          value={chosen}
          onChange={choose}
          options={operators
            .filter((one) => !have.includes(one.id))
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Button
          disabled={chosen === null}
          loading={acting.isPending}
          onClick={() => chosen && acting.mutate(chosen)}
        >
          {label}
        </Button>
      </div>
      {acting.error && <Alert type="error" title={sentenceOf(acting.error, say)} />}
    </>
  )
}
