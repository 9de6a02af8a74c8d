import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntdApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ComponentType, lazy, Suspense, useEffect, useLayoutEffect } from 'react'
import { ApiFailure } from './client.ts'
import { Boundary } from './frame/boundary.tsx'
import { type PageName, placeOf, sectionsFor } from './frame/places.ts'
import { go, useRoute } from './frame/router.ts'
import { SessionGate, useSession } from './frame/session.tsx'
import { Shell } from './frame/shell.tsx'
import { Loading, Notice } from './frame/states.tsx'
import { useStored } from './frame/stored.ts'
import { antdTheme, paint, themeMode } from './frame/tokens.ts'
import { language, useWords } from './words/words.ts'

/** Each page's code comes when it is asked for. */
const loads: Readonly<Record<PageName, () => Promise<ComponentType>>> = {
  home: async () => (await import('./home/page.tsx')).HomePage,
  review: async () => (await import('./review/page.tsx')).ReviewPage,
  candidates: async () => (await import('./candidates/page.tsx')).CandidatesPage,
  rooms: async () => (await import('./rooms/page.tsx')).RoomsPage,
  register: async () => (await import('./register/page.tsx')).RegisterPage,
  operators: async () => (await import('./operators/page.tsx')).OperatorsPage,
  streamers: async () => (await import('./streamers/page.tsx')).StreamersPage,
  cultivation: async () => (await import('./cultivation/page.tsx')).CultivationPage,
  broadcasts: async () => (await import('./broadcasts/page.tsx')).BroadcastsPage,
  transcripts: async () => (await import('./transcripts/page.tsx')).TranscriptsPage,
  uploads: async () => (await import('./uploads/page.tsx')).UploadsPage,
  applications: async () => (await import('./applications/page.tsx')).ApplicationsPage,
  listed: async () => (await import('./listed/page.tsx')).ListedPage,
  recordings: async () => (await import('./recordings/page.tsx')).RecordingsPage,
  proposals: async () => (await import('./proposals/page.tsx')).ProposalsPage,
  leads: async () => (await import('./leads/page.tsx')).LeadsPage,
  notices: async () => (await import('./notices/page.tsx')).NoticesPage,
  rules: async () => (await import('./rules/page.tsx')).RulesPage,
  users: async () => (await import('./users/page.tsx')).UsersPage,
  audit: async () => (await import('./audit/page.tsx')).AuditPage,
  regions: async () => (await import('./regions/page.tsx')).RegionsPage,
  storage: async () => (await import('./storage/page.tsx')).StoragePage,
  works: async () => (await import('./works/page.tsx')).WorksPage,
  policies: async () => (await import('./policies/page.tsx')).PoliciesPage,
  account: async () => (await import('./account/page.tsx')).AccountPage,
  about: async () => (await import('./about/page.tsx')).AboutPage,
  reports: async () => (await import('./reports/page.tsx')).ReportsPage,
  agreement: async () => (await import('./agreement/page.tsx')).AgreementPage,
}

const pages = new Map(
  Object.entries(loads).map(
    ([name, load]) => [name, lazy(async () => ({ default: await load() }))] as const,
  ),
)

const Portal = lazy(async () => ({ default: (await import('./portal/portal.tsx')).Portal }))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal will not change by asking again.
      // Without a network a page says so; by default it would wait and say nothing.
      networkMode: 'always',
      refetchOnReconnect: true,
      retry: (count, error) => count < 2 && !(error instanceof ApiFailure && error.status >= 400),
    },
  },
})

const isPage = (name: string): name is PageName => Object.hasOwn(loads, name)
const nameIn = (path: string) => path.split('/')[1] ?? ''

/** Fetches the code of the page in the address while the session is asked for; what goes wrong shows when it is used. */
export function loadAhead(): void {
  const name = nameIn(location.pathname)
  if (isPage(name)) loads[name]().catch(() => {})
}

export function App() {
  const [mode] = useStored(themeMode)
  const [lang] = useStored(language)
  useLayoutEffect(() => paint(mode), [mode])
  useEffect(() => {
    document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  }, [lang])
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zhCN : enUS}
      theme={antdTheme(mode)}
      componentSize="middle"
      button={{ autoInsertSpace: false }}
    >
      <AntdApp style={{ height: '100%' }}>
        <QueryClientProvider client={queries}>
          <SessionGate>
            <Area />
          </SessionGate>
        </QueryClientProvider>
      </AntdApp>
    </ConfigProvider>
  )
}

/** An operator's account has the portal and nothing else; nobody of the bureau has it. */
function Area() {
  const { roles } = useSession()
  if (!roles.includes('operator')) return <Page />
  return (
    <Boundary>
      <Suspense fallback={<Loading />}>
        <Portal />
      </Suspense>
    </Boundary>
  )
}

function Page() {
  const say = useWords()
  const { path } = useRoute()
  const { verbs } = useSession()
  const name = nameIn(path)
  const first = sectionsFor(verbs)[0]?.places[0]?.name
  useEffect(() => {
    if (name === '' && first) go(`/${first}`, { replace: true })
  }, [name, first])
  const page = isPage(name) ? name : null
  const place = page && placeOf(page)
  const Content = pages.get(name)
  return (
    <Shell page={page}>
      {place && !verbs.includes(place.verb) ? (
        <Notice icon="lock" title={say('state.forbidden')} hint={say('state.forbiddenHint')} />
      ) : (
        <Boundary key={name}>
          <Suspense fallback={<Loading />}>
            {Content ? (
              <Content />
            ) : (
              name !== '' && <Notice title={say('state.noPage')} hint={say('state.noPageHint')} />
            )}
          </Suspense>
        </Boundary>
      )}
    </Shell>
  )
}
