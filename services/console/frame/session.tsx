import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { ApiFailure, api, read } from '../client.ts'
import { type Session, sessionQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import mark from './mark.svg'
import { Failed, Loading, sentenceOf } from './states.tsx'

const Current = createContext<Session | null>(null)

/** Whose bureau this is, and the names of its regions and of the categories. */
export function useSession() {
  const session = useContext(Current)
  if (!session) throw new Error('outside of the session gate')
  return useMemo(() => {
    const regions = new Map(session.regions.map(({ path, name }) => [path, name]))
    const categories = new Map(session.categories.map(({ id, name }) => [id, name]))
    return {
      ...session,
      regionOf: (path: string) => regions.get(path) ?? path,
      categoryOf: (id: string) => categories.get(id) ?? id,
    }
  }, [session])
}

/** Shows the console to people with access, the sign-in page to the others. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useQuery(sessionQuery)
  if (data) return <Current value={data}>{children}</Current>
  if (error instanceof ApiFailure && error.status === 403) return <SignIn refusal={error.message} />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return <Loading />
}

function SignIn({ refusal }: { readonly refusal: string }) {
  const say = useWords()
  const queries = useQueryClient()
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  async function enter() {
    setBusy(true)
    try {
      await read(api.auth.token.$post({ json: { token } }))
      await queries.invalidateQueries(sessionQuery)
    } catch (error) {
      setProblem(sentenceOf(error instanceof TypeError ? new ApiFailure(0, '', '') : error, say))
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className="sign-in">
      <form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault()
          void enter()
        }}
      >
        <h1 className="title">
          <img src={mark} alt="" />
          {say('signIn.title')}
        </h1>
        <p className="quiet">{refusal || say('signIn.needed')}</p>
        <label htmlFor="token">{say('signIn.token')}</label>
        <Input.Password
          id="token"
          data-testid="sign-in-token"
          autoFocus
          autoComplete="current-password"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />

        {problem && <Alert type="error" showIcon title={problem} />}
        <Button
          data-testid="sign-in-enter"
          type="primary"
          htmlType="submit"
          size="large"
          loading={busy}
          disabled={token === ''}
        >
          {say('signIn.enter')}
        </Button>
      </form>
    </main>
  )
}
