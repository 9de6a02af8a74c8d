import { useQuery } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { authStateQuery } from '../sign-in/queries.ts'
import { language, useWords } from '../words/words.ts'
import { DemoRole } from './demo-role.tsx'
import { useEvents } from './events.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import { Navigation, Places } from './navigation.tsx'
import { Palette } from './palette.tsx'
import { PersonChip } from './person-chip.tsx'
import { type PageName, placeOf, sectionsFor } from './places.ts'
import { useSession } from './session.tsx'
import { useStored } from './stored.ts'
import { themeMode } from './tokens.ts'

/** Navigation, header, and the page in the rest of the window. */
export function Shell({
  page,
  children,
}: {
  readonly page: PageName | null
  readonly children: ReactNode
}) {
  const say = useWords()
  const { regionName, verbs } = useSession()
  useEvents()
  const sections = sectionsFor(verbs)
  const section = sections.find(({ places }) => places.some(({ name }) => name === page))
  const title = (page && placeOf(page)?.word) ?? 'state.noPage'
  useEffect(() => {
    document.title = `${say(title)} · ${say('app.name')}`
  }, [say, title])
  return (
    <div className="shell">
      <Navigation sections={sections} current={section} />
      <header className="head">
        <h1>{say(section?.word ?? title)}</h1>
        {section && page && <Places section={section} page={page} />}
        <span className="bureau">{say('app.bureau', { region: regionName })}</span>
        <Tools>
          <Palette sections={sections} />
        </Tools>
      </header>
      <main className="main">{children}</main>
    </div>
  )
}

function Tools({ children }: { readonly children: ReactNode }) {
  const say = useWords()
  const [mode, setMode] = useStored(themeMode)
  const [lang, setLang] = useStored(language)
  const other = mode === 'dark' ? 'light' : 'dark'
  return (
    <div className="tools">
      <Strangers />
      {children}
      <Button
        type="text"
        aria-label={say('head.languageLabel')}
        onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
        data-testid="language"
      >
        {say('head.language')}
      </Button>
      <Button
        type="text"
        aria-label={say(`head.${other}`)}
        title={say(`head.${other}`)}
        icon={<Icon name={mode === 'dark' ? 'sun' : 'moon'} size={16} />}
        onClick={() => setMode(other)}
        data-testid="theme"
      />
      <PersonChip />
    </div>
  )
}

/** In the demo, as whom one looks; in a house without accounts, the way to open them. */
function Strangers() {
  const say = useWords()
  const state = useQuery(authStateQuery).data
  if (!state || state.peopled) return null
  if (state.demo.length > 0) return <DemoRole people={state.demo} />
  return (
    <Tooltip title={say('firstRun.noneHint')}>
      <Link href="/first-run" className="pill strong" data-testid="first-run">
        {say('firstRun.none')}
      </Link>
    </Tooltip>
  )
}
