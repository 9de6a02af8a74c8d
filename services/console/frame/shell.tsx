import { useQuery } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { countsQuery } from '../queries.ts'
import { language, useWords, type Word } from '../words/words.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import mark from './mark.svg'
import { PersonChip } from './person-chip.tsx'
import { useSession } from './session.tsx'
import { stored, useStored } from './stored.ts'
import { themeMode } from './tokens.ts'

export type PageName =
  | 'notices'
  | 'review'
  | 'candidates'
  | 'rooms'
  | 'recordings'
  | 'proposals'
  | 'rules'
  | 'reports'

const pages: readonly { name: PageName; word: Word }[] = [
  { name: 'review', word: 'nav.review' },
  { name: 'candidates', word: 'nav.candidates' },
  { name: 'rooms', word: 'nav.rooms' },
  { name: 'recordings', word: 'nav.recordings' },
  { name: 'proposals', word: 'nav.proposals' },
  { name: 'notices', word: 'nav.notices' },
  { name: 'rules', word: 'nav.rules' },
  { name: 'reports', word: 'nav.reports' },
]

/** Below this width the words of the navigation are worth less than the width they take. */
const roomyPx = 1600
const folded = stored<'auto' | 'yes' | 'no'>('nav-folded', 'auto')

/** Navigation, header, and the page in the rest of the window. */
export function Shell({
  page,
  children,
}: {
  readonly page: PageName | null
  readonly children: ReactNode
}) {
  const say = useWords()
  const { regionName } = useSession()
  const title = pages.find(({ name }) => name === page)?.word ?? 'state.noPage'
  useEffect(() => {
    document.title = `${say(title)} · ${say('app.name')}`
  }, [say, title])
  return (
    <div className="shell">
      <Navigation page={page} />
      <header className="head">
        <h1>{say(title)}</h1>
        <span className="bureau">{say('app.bureau', { region: regionName })}</span>
        <Tools />
      </header>
      <main className="main">{children}</main>
    </div>
  )
}

function Navigation({ page }: { readonly page: PageName | null }) {
  const say = useWords()
  const counts = useQuery(countsQuery).data
  const [fold, setFold] = useStored(folded)
  const narrow = fold === 'auto' ? innerWidth < roomyPx : fold === 'yes'
  const open = counts?.find(({ state }) => state === 'open')?.n ?? 0
  const foldWord = say(narrow ? 'nav.unfold' : 'nav.fold')
  return (
    <nav className={narrow ? 'nav narrow' : 'nav'} aria-label={say('nav.label')}>
      <div className="brand">
        <img src={mark} alt="" />
        {!narrow && say('app.name')}
      </div>
      <ul>
        {pages.map(({ name, word }) => (
          <li key={name}>
            <Tooltip title={narrow ? say(word) : ''} placement="right">
              <Link
                href={`/${name}`}
                aria-label={say(word)}
                aria-current={name === page ? 'page' : undefined}
                data-testid={`nav-${name}`}
              >
                <Icon name={name} />
                <span className="label">{say(word)}</span>
                {name === 'review' && open > 0 && (
                  <span className="count num" data-testid="open-count">
                    {open}
                  </span>
                )}
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="fold"
        aria-label={foldWord}
        onClick={() => setFold(narrow ? 'no' : 'yes')}
      >
        <Icon name={narrow ? 'unfold' : 'fold'} />
        {!narrow && <span className="small">{foldWord}</span>}
      </button>
    </nav>
  )
}

function Tools() {
  const say = useWords()
  const [mode, setMode] = useStored(themeMode)
  const [lang, setLang] = useStored(language)
  const other = mode === 'dark' ? 'light' : 'dark'
  return (
    <div className="tools">
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
