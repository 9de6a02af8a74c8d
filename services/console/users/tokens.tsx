import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type TokenRow, tokensQuery, type UserRow } from './queries.ts'

/** 访问令牌: an account's keys for programs; each is shown once, ends by itself, and can be ended here. */
export function Tokens({ user: { id } }: { readonly user: UserRow }) {
  const say = useWords()
  const queries = useQueryClient()
  const [label, setLabel] = useState('')
  const [days, setDays] = useState(90)
  const list = useQuery(tokensQuery(id))
  const after = { onSuccess: () => queries.invalidateQueries(tokensQuery(id)) }
  const issuing = useMutation({
    mutationFn: () =>
      read(api.users[':id'].tokens.$post({ param: { id }, json: { label, days, roles: null } })),
    ...after,
  })
  const ending = useMutation({
    mutationFn: (tokenId: string) =>
      read(api.users[':id'].tokens[':tokenId'].$delete({ param: { id, tokenId } })),
    ...after,
  })
  const failed = issuing.error ?? ending.error
  return (
    <section className="stack">
      <h3>{say('users.tokens')}</h3>
      <Loaded query={list}>
        {({ rows }) => <List rows={rows} end={(tokenId) => ending.mutate(tokenId)} />}
      </Loaded>
      <form
        className="bar"
        onSubmit={(event) => {
          event.preventDefault()
          issuing.mutate()
        }}
      >
        <Input
          style={{ flex: 1 }}
          aria-label={say('users.tokenLabel')}
          placeholder={say('users.tokenLabel')}
          value={label}
          maxLength={100}
          onChange={(event) => setLabel(event.target.value)}
        />
        <InputNumber
          style={{ width: 110 }}
          aria-label={say('users.tokenDays')}
          suffix={say('users.tokenDays')}
          min={1}
          max={366}
          value={days}
          onChange={(next) => setDays(next ?? 90)}
        />
        <Button htmlType="submit" disabled={label.trim() === ''} loading={issuing.isPending}>
          {say('users.tokenIssue')}
        </Button>
      </form>
      {failed && <Alert type="error" title={sentenceOf(failed, say)} />}
      {issuing.data && (
        <Alert
          type="success"
          title={say('users.tokenOnce')}
          description={<code>{issuing.data.token}</code>}
        />
      )}
    </section>
  )
}

function List({
  rows,
  end,
}: {
  readonly rows: readonly TokenRow[]
  readonly end: (tokenId: string) => void
}) {
  const say = useWords()
  return (
    <ul className="tokens">
      {rows.map((one) => (
        <li key={one.id}>
          <span>{one.label}</span>
          <span className="quiet small num">
            {one.revokedAt
              ? say('users.tokenEnded', { day: date(one.revokedAt) })
              : say('users.tokenUntil', { day: date(one.expiresAt) })}
          </span>
          {!one.revokedAt && (
            <button type="button" className="as-link" onClick={() => end(one.id)}>
              {say('account.end')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
