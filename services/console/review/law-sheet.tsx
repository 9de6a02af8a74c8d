import { useQuery } from '@tanstack/react-query'
import { LawText } from '../frame/law-text.tsx'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import type { FlagView } from '../queries.ts'
import { lawsQuery } from '../rules/queries.ts'
import { useWords } from '../words/words.ts'
import { Notes } from './articles.tsx'
import { SheetFrame } from './sheet.tsx'

/** Every article the flag is bound to, with the law's full name and the days of the version that then was in force. */
export function LawSheet({
  view: { articlesInForce },
  close,
}: {
  readonly view: FlagView
  readonly close: () => void
}) {
  const say = useWords()
  const query = useQuery(lawsQuery)
  return (
    <SheetFrame sheet="law" title={say('panel.law')} close={close}>
      <Loaded query={query}>
        {(laws) => (
          <ul className="articles">
            {articlesInForce.map((bound) => {
              const law = laws.find(({ id }) => id === bound.law)
              const version = law?.versions.find(({ id }) => id === bound.version)
              const { from = '', to = null } = version ?? {}
              return (
                <li key={`${bound.law}/${bound.article}`}>
                  <b>
                    《{law?.name ?? bound.short}》{bound.cite}
                  </b>
                  <LawText of={bound} />
                  <span className="quiet small">
                    {to
                      ? say('rules.inForceUntil', { from, to })
                      : say('rules.inForceFrom', { from })}
                    {version?.note && ` · ${version.note}`}
                  </span>
                  <Notes of={bound} />
                </li>
              )
            })}
          </ul>
        )}
      </Loaded>
      {articlesInForce.length === 0 && <p className="quiet small">{say('panel.noLaw')}</p>}
      <p className="small">
        <Link href="/rules?tab=laws">{say('law.all')}</Link>
      </p>
    </SheetFrame>
  )
}
