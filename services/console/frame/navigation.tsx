import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import { countsQuery } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { useCan } from './can.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import mark from './mark.svg'
import type { PageName, Section } from './places.ts'
import { stored, useStored } from './stored.ts'

/** Below this width the words of the navigation are worth less than the width they take; the review has four columns. */
const roomyPx = { review: 1600, others: 1280 }
const folded = stored<'auto' | 'yes' | 'no'>('nav-folded', 'auto')

/** The sections of the console down the side, with a count where work waits. */
export function Navigation({
  sections,
  current,
}: {
  readonly sections: readonly Section[]
  readonly current: Section | undefined
}) {
  const say = useWords()
  const [fold, setFold] = useStored(folded)
  const waiting = useWaiting()
  const roomy = current?.icon === 'review' ? roomyPx.review : roomyPx.others
  const narrow = fold === 'auto' ? innerWidth < roomy : fold === 'yes'
  const foldWord = say(narrow ? 'nav.unfold' : 'nav.fold')
  return (
    <nav className={narrow ? 'nav narrow' : 'nav'} aria-label={say('nav.label')}>
      <div className="brand">
        <img src={mark} alt="" />
        {!narrow && say('app.name')}
      </div>
      <ul>
        {sections.map((section) => {
          const { icon, word, places } = section
          const n = places.reduce((sum, { name }) => sum + (waiting[name] ?? 0), 0)
          return (
            <li key={word}>
              <Tooltip title={narrow ? say(word) : ''} placement="right">
                <Link
                  href={`/${places[0]?.name}`}
                  aria-label={say(word)}
                  aria-current={section === current ? 'page' : undefined}
                  data-testid={`section-${icon}`}
                >
                  <Icon name={icon} />
                  <span className="label">{say(word)}</span>
                  {n > 0 && <span className="count num">{n}</span>}
                </Link>
              </Tooltip>
            </li>
          )
        })}
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

function useWaiting(): Partial<Record<PageName, number>> {
  const can = useCan()
  const counts = useQuery({ ...countsQuery, enabled: can('flag.read') }).data
  return { review: counts?.find(({ state }) => state === 'open')?.n ?? 0 }
}

/** The pages of one section, across the head. */
export function Places({ section, page }: { readonly section: Section; readonly page: PageName }) {
  const say = useWords()
  if (section.places.length < 2) return null
  return (
    <nav className="places" aria-label={say(section.word)}>
      {section.places.map(({ name, word }) => (
        <Link
          key={name}
          href={`/${name}`}
          aria-current={name === page ? 'page' : undefined}
          data-testid={`nav-${name}`}
        >
          {say(word)}
        </Link>
      ))}
    </nav>
  )
}
