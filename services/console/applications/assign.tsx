import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Select } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { panelQuery } from './queries.ts'

/** Names those who score this application, once; each does so without seeing the others. */
export function AssignPanel({ id }: { readonly id: string }) {
  const say = useWords()
  const queries = useQueryClient()
  const [scorers, setScorers] = useState<string[]>([])
  const assigning = useMutation({
    mutationFn: () => read(api.scorecards[':id'].panel.$post({ param: { id }, json: { scorers } })),
    onSuccess: () => queries.invalidateQueries(panelQuery(id)),
  })
  return (
    <section className="panel card">
      <h3>{say('scoring.assign')}</h3>
      <Select
        mode="tags"
        open={false}
        suffixIcon={null}
        aria-label={say('scoring.scorers')}
        placeholder={say('scoring.scorers')}
        tokenSeparators={[' ', '、', '，', ',']}
        value={scorers}
        onChange={setScorers}
      />
      {assigning.error && <Alert type="error" title={sentenceOf(assigning.error, say)} />}
      <div className="bar">
        <Button
          type="primary"
          data-testid="panel-assign"
          disabled={scorers.length === 0}
          loading={assigning.isPending}
          onClick={() => assigning.mutate()}
        >
          {say('scoring.assignNow')}
        </Button>
      </div>
    </section>
  )
}
