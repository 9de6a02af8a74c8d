import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { go } from '../frame/router.ts'
import { signedOut } from '../frame/signed-out.ts'
import { Loaded } from '../frame/states.tsx'
import { sessionQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { Sheet } from './page.tsx'
import { authStateQuery } from './queries.ts'
import { Change, Code, type Next, Password, Token } from './steps.tsx'

/** The page for who is not in: by password, one-time code and a changed first password, or by the token of the house. */
export function SignIn({ refusal }: { readonly refusal: string }) {
  const queries = useQueryClient()
  const state = useQuery(authStateQuery)
  const enter = () => {
    signedOut.set(false)
    return queries.resetQueries(sessionQuery)
  }
  return (
    <Loaded query={state}>
      {({ step, peopled }) => (
        <Ways
          from={step}
          peopled={peopled}
          refusal={refusal}
          enter={() => void enter()}
          leave={async () => {
            await read(api.auth['sign-out'].$post())
            await queries.resetQueries(authStateQuery)
            await enter()
          }}
        />
      )}
    </Loaded>
  )
}

function Ways({
  from,
  peopled,
  refusal,
  enter,
  leave,
}: {
  readonly from: 'out' | 'change' | 'in'
  readonly peopled: boolean
  readonly refusal: string
  readonly enter: () => void
  readonly leave: () => Promise<void>
}) {
  const say = useWords()
  const [way, setWay] = useState<Next | 'token' | 'out'>(
    from === 'out' && !peopled ? 'token' : from,
  )
  const [password, setPassword] = useState('')
  function follow(next: Next, given = '') {
    if (given) setPassword(given)
    setWay(next)
    if (next === 'in') enter()
  }
  const other = (to: 'out' | 'token') => (
    <button type="button" className="as-link" onClick={() => setWay(to)}>
      {say(to === 'token' ? 'signIn.byToken' : 'signIn.byPassword')}
    </button>
  )
  switch (way) {
    case 'out':
      return (
        <Sheet title={say('signIn.heading')} hint={say('signIn.hint')}>
          <Password name="" then={(next, _, given) => follow(next, given)} />
          {other('token')}
        </Sheet>
      )
    case 'code':
      return (
        <Sheet title={say('signIn.codeHeading')}>
          <Code then={follow} />
          {other('out')}
        </Sheet>
      )
    case 'change':
      return (
        <Sheet title={say('signIn.changeHeading')} hint={say('signIn.changeHint')}>
          <Change known={password} label={say('signIn.changeAndEnter')} then={enter} />
        </Sheet>
      )
    case 'token':
      return (
        <Sheet
          title={say(peopled ? 'signIn.tokenHeading' : 'signIn.firstHeading')}
          hint={say(peopled ? 'signIn.tokenHint' : 'signIn.firstHint')}
        >
          <Token
            then={() => {
              if (!peopled) go('/first-run')
              enter()
            }}
          />
          {peopled && other('out')}
        </Sheet>
      )
    case 'in':
      return (
        <Sheet title={say('signIn.noRights')} hint={refusal}>
          <button type="button" className="as-link" onClick={() => void leave()}>
            {say('account.signOut')}
          </button>
        </Sheet>
      )
  }
}
