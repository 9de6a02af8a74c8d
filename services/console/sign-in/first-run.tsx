import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { Role } from '#shared/domain/role.ts'
import { api, read } from '../client.ts'
import { go } from '../frame/router.ts'
import { Loaded, Notice } from '../frame/states.tsx'
import { sessionQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { Field, Sheet, Step } from './page.tsx'
import { authStateQuery } from './queries.ts'

const others = ['security_admin', 'auditor'] as const
type Officer = 'system_admin' | (typeof others)[number]

const blank = { name: '', displayName: '' }

/** 首次设置: the three officers of a house that has no account. */
export function FirstRun() {
  const say = useWords()
  const state = useQuery(authStateQuery)
  return (
    <Loaded query={state}>
      {({ peopled }) =>
        peopled ? (
          <Notice title={say('firstRun.done')} hint={say('firstRun.doneHint')}>
            <Button onClick={() => location.assign('/')}>{say('firstRun.toSignIn')}</Button>
          </Notice>
        ) : (
          <Officers />
        )
      }
    </Loaded>
  )
}

function Officers() {
  const say = useWords()
  const [people, setPeople] = useState({
    system_admin: blank,
    security_admin: blank,
    auditor: blank,
  })
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const opening = useMutation({
    mutationFn: () =>
      read(
        api.users['first-run'].$post({
          json: { ...people, system_admin: { ...people.system_admin, password } },
        }),
      ),
  })
  if (opening.data) return <Opened accounts={opening.data} />
  const named = Object.values(people).every((one) => one.name.trim() && one.displayName.trim())
  const person = (role: Officer) => (
    <Person
      role={role}
      person={people[role]}
      change={(part) => setPeople({ ...people, [role]: { ...people[role], ...part } })}
    />
  )
  return (
    <Sheet title={say('firstRun.title')} hint={say('firstRun.hint')} wide>
      <Step
        submit={() => opening.mutate()}
        label={say('firstRun.open')}
        busy={opening.isPending}
        error={opening.error}
        ready={named && password !== '' && password === again}
      >
        <fieldset>
          <legend>{say('firstRun.you')}</legend>
          {person('system_admin')}
          <div className="pair">
            <Field
              label={say('signIn.password')}
              value={password}
              set={setPassword}
              secret
              autoComplete="new-password"
              hint={say('signIn.rule')}
              data-testid="first-password"
            />
            <Field
              label={say('signIn.again')}
              value={again}
              set={setAgain}
              secret
              autoComplete="new-password"
              {...(again !== '' && again !== password && { hint: say('signIn.differs') })}
              data-testid="first-again"
            />
          </div>
        </fieldset>
        {others.map((role) => (
          <fieldset key={role}>
            <legend>{say(`role.${role}`)}</legend>
            {person(role)}
          </fieldset>
        ))}
        <Alert type="info" title={say('firstRun.apart')} />
      </Step>
    </Sheet>
  )
}

function Person({
  role,
  person,
  change,
}: {
  readonly role: Officer
  readonly person: typeof blank
  readonly change: (part: Partial<typeof blank>) => void
}) {
  const say = useWords()
  return (
    <div className="pair">
      {(['name', 'displayName'] as const).map((key) => (
        <Field
          key={key}
          label={say(key === 'name' ? 'signIn.name' : 'signIn.displayName')}
          value={person[key]}
          set={(value) => change({ [key]: value })}
          first={role === 'system_admin' && key === 'name'}
          autoComplete="off"
          data-testid={`first-${role}-${key}`}
        />
      ))}
    </div>
  )
}

/** The passwords drawn for the others, shown this once. */
function Opened({
  accounts,
}: {
  readonly accounts: readonly {
    readonly name: string
    readonly role: Role
    readonly password: string
  }[]
}) {
  const say = useWords()
  const queries = useQueryClient()
  return (
    <Sheet title={say('firstRun.opened')} hint={say('firstRun.openedHint')} wide>
      <table className="sums">
        <tbody>
          {accounts.map(({ name, role, password }) => (
            <tr key={name}>
              <th scope="row">{say(`role.${role}`)}</th>
              <td>{name}</td>
              <td>
                <code>{password}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        type="primary"
        size="large"
        onClick={() => {
          go('/')
          void queries.resetQueries(authStateQuery)
          void queries.resetQueries(sessionQuery)
        }}
      >
        {say('firstRun.toSignIn')}
      </Button>
    </Sheet>
  )
}
