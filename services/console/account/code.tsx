import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, QRCode } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { Field, Step } from '../sign-in/page.tsx'
import { useWords } from '../words/words.ts'
import { accountQuery } from './queries.ts'

/** 动态口令: switched on with the password and a first code, off with the password. */
export function OneTimeCode({ on }: { readonly on: boolean }) {
  const say = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const settled = () => {
    setPassword('')
    setCode('')
    return queries.invalidateQueries(accountQuery)
  }
  const beginning = useMutation({
    mutationFn: () => read(api.account.code.$post({ json: { password } })),
  })
  const confirming = useMutation({
    mutationFn: () => read(api.account.code.confirm.$post({ json: { code } })),
    onSuccess: () => {
      void message.success(say('account.codeStarted'))
      beginning.reset()
      return settled()
    },
  })
  const ending = useMutation({
    mutationFn: () => read(api.account.code.end.$post({ json: { password } })),
    onSuccess: settled,
  })
  const asking = on ? ending : beginning
  const begun = on ? undefined : beginning.data
  return (
    <section className="panel">
      <h2>{say('signIn.code')}</h2>
      <p className="quiet">{say(on ? 'account.codeOn' : 'account.codeOff')}</p>
      {begun ? (
        <>
          <Secret uri={begun.uri} spareCodes={begun.spareCodes} />
          <Step
            submit={() => confirming.mutate()}
            label={say('account.codeConfirm')}
            busy={confirming.isPending}
            error={confirming.error}
            ready={code !== ''}
          >
            <Field
              label={say('signIn.code')}
              value={code}
              set={setCode}
              first
              inputMode="numeric"
              autoComplete="one-time-code"
              data-testid="code-first"
            />
          </Step>
        </>
      ) : (
        <Step
          submit={() => asking.mutate()}
          label={say(on ? 'account.codeEnd' : 'account.codeBegin')}
          busy={asking.isPending}
          error={asking.error}
          ready={password !== ''}
        >
          <Field
            label={say('signIn.password')}
            value={password}
            set={setPassword}
            secret
            autoComplete="current-password"
            data-testid="code-password"
          />
        </Step>
      )}
    </section>
  )
}

/** What goes into the telephone, and what is written down for the day it is lost. */
function Secret({
  uri,
  spareCodes,
}: {
  readonly uri: string
  readonly spareCodes: readonly string[]
}) {
  const say = useWords()
  return (
    <>
      <p>{say('account.codeScan')}</p>
      <QRCode value={uri} size={176} bordered={false} color="#000" bgColor="#fff" />
      <p className="small quiet">
        {say('account.codeByHand')}
        <code>{new URL(uri).searchParams.get('secret')}</code>
      </p>
      <p className="small">{say('account.codeSpare')}</p>
      <ul className="spare" data-testid="spare-codes">
        {spareCodes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
