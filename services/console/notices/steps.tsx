import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { NoticeState, ServedHow } from '#shared/domain/notice.ts'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { WithReason } from '../frame/with-reason.tsx'
import { useWords } from '../words/words.ts'
import type { NoticeView } from './queries.ts'

type Step = 'serve' | 'answer' | 'accept' | 'refuse'

/** What may be done in a state, beside taking the notice back; the house refuses the rest with its reason. */
const steps: Readonly<Record<NoticeState, readonly Step[]>> = {
  draft: ['serve'],
  served: ['answer'],
  read: ['answer'],
  answered: ['accept', 'refuse'],
  not_accepted: ['answer'],
  accepted: [],
  withdrawn: [],
}
const hows: readonly ServedHow[] = ['portal', 'in-person', 'post', 'left', 'electronic']

export function Steps({ notice: { id, state } }: { readonly notice: NoticeView['notice'] }) {
  const say = useWords()
  const queries = useQueryClient()
  const [how, setHow] = useState<ServedHow>('portal')
  const [text, setText] = useState('')
  const param = { id }
  const route = api.notices[':id']
  const decide = (decision: 'accept' | 'refuse' | 'withdraw', reason: string) =>
    read(
      route[':decision{extend|accept|refuse|withdraw}'].$post({
        param: { id, decision },
        json: { reason },
      }),
    )
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['notice', id] })
    await queries.invalidateQueries({ queryKey: ['notices'] })
  }
  const stepping = useMutation({
    mutationFn: async (step: Step) => {
      if (step === 'serve') await read(route.serve.$post({ param, json: { how } }))
      else if (step === 'answer') await read(route.answer.$post({ param, json: { text } }))
      else await decide(step, text)
    },
    onSuccess: async () => {
      setText('')
      await refresh()
    },
  })
  if (steps[state].length === 0) return null
  return (
    <section className="sign">
      {state === 'draft' ? (
        <Select
          style={{ width: 160 }}
          aria-label={say('notices.serve')}
          value={how}
          onChange={setHow}
          options={hows.map((value) => ({ value, label: say(`notices.how.${value}`) }))}
        />
      ) : (
        <Input.TextArea
          rows={2}
          maxLength={8000}
          aria-label={say(
            steps[state].includes('answer') ? 'notices.answerText' : 'notices.reason',
          )}
          placeholder={say(
            steps[state].includes('answer') ? 'notices.answerText' : 'notices.reason',
          )}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {stepping.error && <Alert type="error" title={sentenceOf(stepping.error, say)} />}
      <div className="bar">
        {steps[state].map((step) => (
          <Button
            key={step}
            type={step === 'serve' || step === 'accept' ? 'primary' : 'default'}
            data-testid={`notice-${step}`}
            disabled={step !== 'serve' && text.trim() === ''}
            loading={stepping.isPending && stepping.variables === step}
            onClick={() => stepping.mutate(step)}
          >
            {say(`notices.${step}`)}
          </Button>
        ))}
        <WithReason
          label={say('notices.withdraw')}
          title={say('notices.withdrawWhy')}
          act={async (reason) => {
            await decide('withdraw', reason)
            await refresh()
          }}
          testId="notice-withdraw"
        />
      </div>
    </section>
  )
}
