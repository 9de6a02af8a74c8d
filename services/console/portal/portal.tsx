import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useEffect } from 'react'
import { api, read } from '../client.ts'
import { DemoRole } from '../frame/demo-role.tsx'
import { Icon, type IconName } from '../frame/icons.tsx'
import { Link } from '../frame/link.tsx'
import mark from '../frame/mark.svg'
import { useRoute } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loading } from '../frame/states.tsx'
import { useStored } from '../frame/stored.ts'
import { themeMode } from '../frame/tokens.ts'
import { authStateQuery } from '../sign-in/queries.ts'
import { useWords, type Word } from '../words/words.ts'
import { Applications } from './applications.tsx'
import { ApplicationForm } from './form.tsx'
import { Home } from './home.tsx'
import { NoticePage } from './notice.tsx'
import { Papers } from './papers.tsx'
import { RemovalPage } from './removal.tsx'
import './portal.css'

const Files = lazy(async () => ({ default: (await import('./files.tsx')).Files }))
const Guide = lazy(async () => ({ default: (await import('./files.tsx')).Guide }))
const Talk = lazy(async () => ({ default: (await import('./talk.tsx')).Talk }))
const Changes = lazy(async () => ({ default: (await import('./changes.tsx')).Changes }))
const Account = lazy(async () => ({ default: (await import('../account/page.tsx')).AccountPage }))

const tabs: readonly { readonly at: string; readonly word: Word; readonly icon: IconName }[] = [
  { at: '', word: 'portal.home', icon: 'home' },
  { at: 'apply', word: 'portal.apply', icon: 'applications' },
  { at: 'papers', word: 'portal.papers', icon: 'notices' },
  { at: 'files', word: 'portal.files', icon: 'rules' },
  { at: 'talk', word: 'portal.talk', icon: 'search' },
]

/** Which tab a page belongs to. */
const tabOf: Readonly<Record<string, string>> = { notices: 'papers', removals: 'papers' }

/** 运营者门户: an area of its own for operators' accounts, made for a phone held in one hand. */
export function Portal() {
  const say = useWords()
  const { path } = useRoute()
  const [page = '', id = ''] = path.split('/').slice(2)
  const tab = tabOf[page] ?? page
  const title = tabs.find(({ at }) => at === tab)?.word ?? 'portal.home'
  useEffect(() => {
    document.title = `${say(title)} · ${say('portal.name')}`
  }, [say, title])
  return (
    <div className="portal">
      <Head />
      <nav className="tabs" aria-label={say('nav.label')}>
        {tabs.map(({ at, word, icon }) => (
          <Link
            key={at}
            href={at ? `/portal/${at}` : '/portal'}
            aria-current={at === tab ? 'page' : undefined}
            data-testid={`portal-${at || 'home'}`}
          >
            <Icon name={icon} size={22} />
            {say(word)}
          </Link>
        ))}
      </nav>
      <main key={path}>
        <Suspense fallback={<Loading />}>{pageOf(page, id)}</Suspense>
      </main>
    </div>
  )
}

function pageOf(page: string, id: string): ReactNode {
  switch (page) {
    case 'apply':
      return id ? <ApplicationForm id={id} /> : <Applications />
    case 'papers':
      return <Papers />
    case 'notices':
      return <NoticePage id={id} />
    case 'removals':
      return <RemovalPage id={id} />
    case 'files':
      return id ? <Guide id={id} /> : <Files />
    case 'talk':
      return <Talk />
    case 'changes':
      return <Changes />
    case 'account':
      return <Account />
    default:
      return <Home />
  }
}

function Head() {
  const say = useWords()
  const { signedIn } = useSession()
  const [mode, setMode] = useStored(themeMode)
  const { data: state } = useQuery(authStateQuery)
  const other = mode === 'dark' ? 'light' : 'dark'
  async function leave() {
    await read(api.auth['sign-out'].$post())
    location.assign('/')
  }
  return (
    <header className="top">
      <img src={mark} alt="" width={28} height={28} />
      <strong>{say('portal.name')}</strong>
      {state && !state.peopled && state.demo.length > 0 && <DemoRole people={state.demo} />}
      <button
        type="button"
        className="plain end"
        aria-label={say(`head.${other}`)}
        onClick={() => setMode(other)}
      >
        <Icon name={mode === 'dark' ? 'sun' : 'moon'} size={20} />
      </button>
      {signedIn && (
        <>
          <Link className="plain" href="/portal/account" aria-label={say('account.mine')}>
            <Icon name="person" size={20} />
          </Link>
          <button type="button" className="plain" onClick={() => void leave()}>
            {say('account.signOut')}
          </button>
        </>
      )}
    </header>
  )
}
