import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useWords } from '../words/words.ts'
import { Field, Step } from './page.tsx'

export type Next = 'in' | 'change' | 'code'

/** Name and password. The password goes on to the step that changes a first one, so that nobody types it twice. */
export function Password({
  name: known,
  then,
}: {
  readonly name: string
  readonly then: (next: Next, name: string, password: string) => void
}) {
  const say = useWords()
  const [name, setName] = useState(known)
  const [password, setPassword] = useState('')
  const entering = useMutation({
    mutationFn: () => read(api.auth['sign-in'].$post({ json: { name, password } })),
    onSuccess: ({ next }) => then(next, name, password),
  })
  return (
    <Step
      submit={() => entering.mutate()}
      label={say('signIn.enter')}
      busy={entering.isPending}
      error={entering.error}
      ready={name.trim() !== '' && password !== ''}
    >
      <Field
        label={say('signIn.name')}
        value={name}
        set={setName}
        first={known === ''}
        autoComplete="username"
        data-testid="sign-in-name"
      />
      <Field
        label={say('signIn.password')}
        value={password}
        set={setPassword}
        secret
        first={known !== ''}
        autoComplete="current-password"
        data-testid="sign-in-password"
      />
    </Step>
  )
}

/** The code of the moment, or a spare one. */
export function Code({ then }: { readonly then: (next: Next) => void }) {
  const say = useWords()
  const [code, setCode] = useState('')
  const [spare, setSpare] = useState(false)
  const entering = useMutation({
    mutationFn: () => read(api.auth.code.$post({ json: { code, spare } })),
    onSuccess: ({ next }) => then(next),
  })
  return (
    <>
      <Step
        submit={() => entering.mutate()}
        label={say('signIn.enter')}
        busy={entering.isPending}
        error={entering.error}
        ready={code.trim() !== ''}
      >
        <Field
          key={String(spare)}
          label={say(spare ? 'signIn.spare' : 'signIn.code')}
          value={code}
          set={setCode}
          first
          autoComplete="one-time-code"
          {...(!spare && { inputMode: 'numeric' as const })}
          hint={say(spare ? 'signIn.spareHint' : 'signIn.codeHint')}
          data-testid="sign-in-code"
        />
      </Step>
      <button type="button" className="as-link" onClick={() => setSpare(!spare)}>
        {say(spare ? 'signIn.useCode' : 'signIn.useSpare')}
      </button>
    </>
  )
}

/** Another password; the present one is asked for unless it was just given. */
export function Change({
  known,
  label,
  then,
}: {
  readonly known: string
  readonly label: string
  readonly then: () => void
}) {
  const say = useWords()
  const [current, setCurrent] = useState(known)
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const changing = useMutation({
    mutationFn: () => read(api.auth.password.$post({ json: { current, next } })),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      setAgain('')
      then()
    },
  })
  const differs = again !== '' && again !== next
  return (
    <Step
      submit={() => changing.mutate()}
      label={label}
      busy={changing.isPending}
      error={changing.error}
      ready={current !== '' && next !== '' && again === next}
    >
      {known === '' && (
        <Field
          label={say('signIn.current')}
          value={current}
          set={setCurrent}
          secret
          autoComplete="current-password"
          data-testid="password-current"
        />
      )}
      <Field
        label={say('signIn.next')}
        value={next}
        set={setNext}
        secret
        first={known !== ''}
        autoComplete="new-password"
        hint={say('signIn.rule')}
        data-testid="password-next"
      />
      <Field
        label={say('signIn.again')}
        value={again}
        set={setAgain}
        secret
        autoComplete="new-password"
        {...(differs && { hint: say('signIn.differs') })}
        data-testid="password-again"
      />
    </Step>
  )
}

/** `ACCESS_TOKEN`: before there are accounts, and for the day nobody can sign in. */
export function Token({ then }: { readonly then: () => void }) {
  const say = useWords()
  const [token, setToken] = useState('')
  const entering = useMutation({
    mutationFn: () => read(api.auth.token.$post({ json: { token } })),
    onSuccess: then,
  })
  return (
    <Step
      submit={() => entering.mutate()}
      label={say('signIn.enter')}
      busy={entering.isPending}
      error={entering.error}
      ready={token !== ''}
    >
      <Field
        label={say('signIn.token')}
        value={token}
        set={setToken}
        secret
        first
        autoComplete="off"
        data-testid="sign-in-token"
      />
    </Step>
  )
}
