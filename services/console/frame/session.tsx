import { useQuery } from '@tanstack/react-query'
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo } from 'react'
import { ApiFailure } from '../client.ts'
import { type Session, sessionQuery } from '../queries.ts'
import { useCell } from './cell.ts'
import { useRoute } from './router.ts'
import { signedOut } from './signed-out.ts'
import { Failed, Loading } from './states.tsx'

const SignIn = lazy(async () => ({ default: (await import('../sign-in/sign-in.tsx')).SignIn }))
const Back = lazy(async () => ({ default: (await import('../sign-in/back.tsx')).Back }))
const FirstRun = lazy(async () => ({
  default: (await import('../sign-in/first-run.tsx')).FirstRun,
}))

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

/**
 * Shows the console to people with access, the sign-in page to the others. Where a session ends under an open page, the
 * page stays mounted with all that was typed, covered until the person is back.
 */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useQuery(sessionQuery)
  const { path } = useRoute()
  const out = useCell(signedOut, (value) => value)
  if (data && path === '/first-run')
    return (
      <Suspense fallback={<Loading />}>
        <FirstRun />
      </Suspense>
    )
  if (data)
    return (
      <Current value={data}>
        {children}
        {out && (
          <Suspense>
            <Back name={data.name} />
          </Suspense>
        )}
      </Current>
    )
  if (error instanceof ApiFailure && (error.status === 403 || error.status === 401))
    return (
      <Suspense fallback={<Loading />}>
        <SignIn refusal={error.message} />
      </Suspense>
    )
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return <Loading />
}
