import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { roleConflict } from '#shared/domain/rights.ts'
import { Role } from '#shared/domain/role.ts'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { type UserRow, usersQuery } from './queries.ts'

/** 授权: roles and region in place of those it has; what may not go together is said before it is sent. */
export function Grant({ user }: { readonly user: UserRow }) {
  const say = useWords()
  const queries = useQueryClient()
  const { regions } = useSession()
  const [roles, setRoles] = useState<readonly Role[]>(user.roles)
  const [region, setRegion] = useState(user.region)
  const [reason, setReason] = useState('')
  const conflict = roleConflict(roles)
  const granting = useMutation({
    mutationFn: () =>
      read(
        api.users[':id'].grant.$post({
          param: { id: user.id },
          json: { roles: [...roles], region, operatorId: user.operatorId, reason },
        }),
      ),
    onSuccess: () => {
      setReason('')
      return queries.invalidateQueries(usersQuery)
    },
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        granting.mutate()
      }}
    >
      <h3>{say('users.grant')}</h3>
      <Select
        mode="multiple"
        aria-label={say('users.roles')}
        placeholder={say('users.roles')}
        value={[...roles]}
        onChange={(next: Role[]) => setRoles(next)}
        options={Role.options
          .filter((one) => one !== 'system' && (one !== 'operator' || user.operatorId !== null))
          .map((value) => ({ value, label: say(`role.${value}`) }))}
        data-testid="user-roles"
      />
      {conflict && <Alert type="warning" showIcon title={conflict} />}
      <Select
        aria-label={say('users.region')}
        value={region}
        onChange={setRegion}
        options={regions.map(({ path, name }) => ({ value: path, label: name }))}
      />
      <Input
        aria-label={say('users.basis')}
        placeholder={say('users.basis')}
        value={reason}
        maxLength={2000}
        onChange={(event) => setReason(event.target.value)}
        data-testid="grant-reason"
      />
      {granting.error && <Alert type="error" title={sentenceOf(granting.error, say)} />}
      <Button
        htmlType="submit"
        disabled={conflict !== null || reason.trim() === ''}
        loading={granting.isPending}
        data-testid="grant"
      >
        {say('users.grant')}
      </Button>
    </form>
  )
}
