import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { usersQuery } from './queries.ts'

/** 开立账号: without any right; a first password is drawn afterwards, rights are granted by somebody else. */
export function NewUser({ made }: { readonly made: (id: string) => void }) {
  const say = useWords()
  const queries = useQueryClient()
  const { regions, region: house } = useSession()
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [region, setRegion] = useState(house)
  const opening = useMutation({
    mutationFn: () => read(api.users.$post({ json: { name, displayName, region } })),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries(usersQuery)
      made(id)
    },
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        opening.mutate()
      }}
    >
      <label htmlFor="user-name">{say('signIn.name')}</label>
      <Input
        id="user-name"
        data-testid="user-name"
        autoFocus
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <span className="quiet small">{say('users.nameHint')}</span>
      <label htmlFor="user-display">{say('signIn.displayName')}</label>
      <Input
        id="user-display"
        data-testid="user-display"
        autoComplete="off"
        value={displayName}
        onChange={(event) => setDisplayName(event.target.value)}
      />
      <label htmlFor="user-region">{say('users.region')}</label>
      <Select
        id="user-region"
        value={region}
        onChange={setRegion}
        options={regions.map(({ path, name: label }) => ({ value: path, label }))}
      />
      {opening.error && <Alert type="error" title={sentenceOf(opening.error, say)} />}
      <Button
        type="primary"
        htmlType="submit"
        loading={opening.isPending}
        disabled={!name.trim() || !displayName.trim()}
        data-testid="user-open"
      >
        {say('users.open')}
      </Button>
    </form>
  )
}
