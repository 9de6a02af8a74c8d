import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { type UserRow, usersQuery } from './queries.ts'

/** Whether the account may come in: a drawn password, shown this once; closed, or open again. Each says why. */
export function Door({ user }: { readonly user: UserRow }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [dropCode, setDropCode] = useState(false)
  const { id } = user
  const after = {
    onSuccess: () => {
      setReason('')
      return queries.invalidateQueries(usersQuery)
    },
  }
  const resetting = useMutation({
    mutationFn: () =>
      read(
        api.users[':id'].password.$post({
          param: { id },
          json: { password: null, dropCode, reason },
        }),
      ),
    ...after,
  })
  const closing = useMutation({
    mutationFn: () =>
      read(
        api.users[':id'].active.$post({ param: { id }, json: { active: !user.active, reason } }),
      ),
    ...after,
  })
  const failed = resetting.error ?? closing.error
  return (
    <section className="stack">
      <h3>{say('users.door')}</h3>
      <Input
        aria-label={say('users.reason')}
        placeholder={say('users.reason')}
        value={reason}
        maxLength={2000}
        onChange={(event) => setReason(event.target.value)}
        data-testid="user-reason"
      />
      {can('user.password') && user.login?.secondFactor && (
        <Checkbox checked={dropCode} onChange={(event) => setDropCode(event.target.checked)}>
          {say('users.dropCode')}
        </Checkbox>
      )}
      {failed && <Alert type="error" title={sentenceOf(failed, say)} />}
      <div className="bar">
        {can('user.password') && user.active && (
          <Button
            disabled={reason.trim() === ''}
            loading={resetting.isPending}
            onClick={() => resetting.mutate()}
            data-testid="user-password"
          >
            {say(user.login ? 'users.reset' : 'users.firstPassword')}
          </Button>
        )}
        {can('user.disable') && (
          <Button
            danger={user.active}
            disabled={reason.trim() === ''}
            loading={closing.isPending}
            onClick={() => closing.mutate()}
            data-testid="user-active"
          >
            {say(user.active ? 'users.close' : 'users.reopen')}
          </Button>
        )}
      </div>
      {resetting.data?.password && (
        <Alert
          type="success"
          title={say('users.drawn')}
          description={<code data-testid="drawn">{resetting.data.password}</code>}
        />
      )}
    </section>
  )
}
