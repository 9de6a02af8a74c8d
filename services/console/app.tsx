import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntdApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type ComponentType, lazy, Suspense, useEffect, useLayoutEffect } from 'react'
import { ApiFailure } from './client.ts'
import { type PageName, sectionsFor } from './frame/places.ts'
import { go, useRoute } from './frame/router.ts'
import { SessionGate, useSession } from './frame/session.tsx'
import { Shell } from './frame/shell.tsx'
import { Loading, Notice } from './frame/states.tsx'
import { useStored } from './frame/stored.ts'
import { antdTheme, paint, themeMode } from './frame/tokens.ts'
import { language, useWords } from './words/words.ts'

const pages: Readonly<Record<PageName, ComponentType>> = {
  home: lazy(async () => ({ default: (await import('./home/page.tsx')).HomePage })),
  review: lazy(async () => ({ default: (await import('./review/page.tsx')).ReviewPage })),
  candidates: lazy(async () => ({
    default: (await import('./candidates/page.tsx')).CandidatesPage,
  })),
  rooms: lazy(async () => ({ default: (await import('./rooms/page.tsx')).RoomsPage })),
  register: lazy(async () => ({ default: (await import('./register/page.tsx')).RegisterPage })),
  operators: lazy(async () => ({ default: (await import('./operators/page.tsx')).OperatorsPage })),
  streamers: lazy(async () => ({ default: (await import('./streamers/page.tsx')).StreamersPage })),
  cultivation: lazy(async () => ({
    default: (await import('./cultivation/page.tsx')).CultivationPage,
  })),
  broadcasts: lazy(async () => ({
    default: (await import('./broadcasts/page.tsx')).BroadcastsPage,
  })),
  transcripts: lazy(async () => ({
    default: (await import('./transcripts/page.tsx')).TranscriptsPage,
  })),
  uploads: lazy(async () => ({ default: (await import('./uploads/page.tsx')).UploadsPage })),
  applications: lazy(async () => ({
    default: (await import('./applications/page.tsx')).ApplicationsPage,
  })),
  listed: lazy(async () => ({ default: (await import('./listed/page.tsx')).ListedPage })),
  recordings: lazy(async () => ({
    default: (await import('./recordings/page.tsx')).RecordingsPage,
  })),
  proposals: lazy(async () => ({ default: (await import('./proposals/page.tsx')).ProposalsPage })),
  leads: lazy(async () => ({ default: (await import('./leads/page.tsx')).LeadsPage })),
  notices: lazy(async () => ({ default: (await import('./notices/page.tsx')).NoticesPage })),
  rules: lazy(async () => ({ default: (await import('./rules/page.tsx')).RulesPage })),
  users: lazy(async () => ({ default: (await import('./users/page.tsx')).UsersPage })),
  audit: lazy(async () => ({ default: (await import('./audit/page.tsx')).AuditPage })),
  regions: lazy(async () => ({ default: (await import('./regions/page.tsx')).RegionsPage })),
  storage: lazy(async () => ({ default: (await import('./storage/page.tsx')).StoragePage })),
  works: lazy(async () => ({ default: (await import('./works/page.tsx')).WorksPage })),
  policies: lazy(async () => ({ default: (await import('./policies/page.tsx')).PoliciesPage })),
  account: lazy(async () => ({ default: (await import('./account/page.tsx')).AccountPage })),
  about: lazy(async () => ({ default: (await import('./about/page.tsx')).AboutPage })),
  reports: lazy(async () => ({ default: (await import('./reports/page.tsx')).ReportsPage })),
  agreement: lazy(async () => ({ default: (await import('./agreement/page.tsx')).AgreementPage })),
}

const Portal = lazy(async () => ({ default: (await import('./portal/portal.tsx')).Portal }))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal will not change by asking again.
      retry: (count, error) => count < 2 && !(error instanceof ApiFailure && error.status >= 400),
    },
  },
})

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
    <Suspense fallback={<Loading />}>
      <Portal />
    </Suspense>
  )
}

function isPage(name: string): name is PageName {
  return Object.hasOwn(pages, name)
}

function Page() {
  const say = useWords()
  const { path } = useRoute()
  const { verbs } = useSession()
  const name = path.split('/')[1] ?? ''
  const first = sectionsFor(verbs)[0]?.places[0]?.name
  useEffect(() => {
    if (name === '' && first) go(`/${first}`, { replace: true })
  }, [name, first])
  const page = isPage(name) ? name : null
  const Content = page && pages[page]
  return (
    <Shell page={page}>
      <Suspense fallback={<Loading />}>
        {Content ? (
          <Content />
        ) : (
          name !== '' && <Notice title={say('state.noPage')} hint={say('state.noPageHint')} />
        )}
      </Suspense>
    </Shell>
  )
}
