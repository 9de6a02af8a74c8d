import { Button } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { language, useWords } from '../words/words.ts'
import { Icon } from './icons.tsx'
import { Navigation, Places } from './navigation.tsx'
import { Palette } from './palette.tsx'
import { PersonChip } from './person-chip.tsx'
import { type PageName, sectionsFor } from './places.ts'
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
  const sections = sectionsFor(verbs)
  const section = sections.find(({ places }) => places.some(({ name }) => name === page))
  const title = section?.places.find(({ name }) => name === page)?.word ?? 'state.noPage'
  useEffect(() => {
    document.title = `${say(title)} · ${say('app.name')}`
  }, [say, title])
  return (
    <div className="shell">
      <Navigation sections={sections} current={section} />
      <header className="head">
        <h1>{say(section?.word ?? 'state.noPage')}</h1>
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
