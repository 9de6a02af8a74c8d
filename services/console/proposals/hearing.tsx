import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Case, caseQuery } from './case-queries.ts'

/** 告知申辩: the facts served, the day the answer is due, and the answer where it came on paper. */
export function Hearing({ file: { proposal } }: { readonly file: Case }) {
  const say = useWords()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const param = { id: proposal.id }
  const step = useMutation({
    mutationFn: async (act: 'serve' | 'answer') => {
      if (act === 'serve') await read(api.removals[':id'].hearing.$post({ param }))
      else await read(api.removals[':id'].statement.$post({ param, json: { text } }))
    },
    onSuccess: () => queries.invalidateQueries(caseQuery(proposal.id)),
  })
  return (
    <div className="sign">
      {step.error && <Alert type="error" title={sentenceOf(step.error, say)} />}
      {!proposal.servedAt ? (
        <Button
          data-testid="serve-hearing"
          loading={step.isPending}
          onClick={() => step.mutate('serve')}
        >
          {say('case.serve')}
        </Button>
      ) : (
        <p>
          {say('case.served', {
            time: dateTime(proposal.servedAt),
            due: proposal.hearingDueAt ? dateTime(proposal.hearingDueAt) : '—',
          })}
        </p>
      )}
      {proposal.servedAt && !proposal.answeredAt && (
        <>
          <Input.TextArea
            rows={2}
            maxLength={8000}
            aria-label={say('case.statementText')}
            placeholder={say('case.statementText')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="bar">
            <Button
              data-testid="record-statement"
              disabled={text.trim() === ''}
              loading={step.isPending}
              onClick={() => step.mutate('answer')}
            >
              {say('case.recordStatement')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
