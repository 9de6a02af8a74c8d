import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { proposalsQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { type Case, type CaseRules, caseQuery } from './case-queries.ts'

type Outcome = 'agree' | 'return' | 'refuse'

/** The signature that the case waits for. Who may not sign is told by the house, and why. */
export function Sign({
  file: { proposal, room },
  rule,
}: {
  readonly file: Case
  readonly rule: CaseRules['stages'][number]
}) {
  const say = useWords()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [confirm, setConfirm] = useState('')
  const outcomes: readonly Outcome[] = [
    'agree',
    ...(rule.returnsTo ? (['return'] as const) : []),
    ...(rule.mayRefuse ? (['refuse'] as const) : []),
  ]
  const signing = useMutation({
    mutationFn: (outcome: Outcome) =>
      read(
        api.removals[':id'].signatures.$post({
          param: { id: proposal.id },
          json: {
            ...{ stage: rule.stage, outcome, reason },
            ...(rule.stage === 'approve' && outcome === 'agree' ? { confirm } : {}),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries(caseQuery(proposal.id))
      await queries.invalidateQueries(proposalsQuery)
    },
  })
  return (
    <div className="sign">
      <Input.TextArea
        rows={2}
        maxLength={4000}
        aria-label={say('case.reason')}
        placeholder={say('case.reason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {rule.stage === 'approve' && (
        <Input
          aria-label={say('case.confirm', { room })}
          placeholder={say('case.confirm', { room })}
          value={confirm}
          onChange={(event) => setConfirm(event.target.value)}
          data-testid="confirm-room"
        />
      )}
      {signing.error && <Alert type="error" title={sentenceOf(signing.error, say)} />}
      <div className="bar">
        {outcomes.map((outcome) => (
          <Button
            key={outcome}
            type={outcome === 'agree' ? 'primary' : 'default'}
            danger={outcome === 'refuse'}
            data-testid={`sign-${outcome}`}
            loading={signing.isPending && signing.variables === outcome}
            onClick={() => signing.mutate(outcome)}
          >
            {outcome === 'agree'
              ? say('case.sign', { stage: rule.name })
              : say(`case.outcome.${outcome}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}
