import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Due } from './due.tsx'
import { type TaskGroup, tasksQuery } from './queries.ts'

/** One kind of thing the registry asks for; opens to the list of whom it is about. */
export function Tasks({ group: { kind, n, dueMs } }: { readonly group: TaskGroup }) {
  const say = useWords()
  const [open, setOpen] = useState(false)
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary data-testid="desk-group">
          <Due dueMs={dueMs} />
          <b>{say(`task.${kind}`)}</b>
          <span className="pill">{say('home.many', { n })}</span>
        </summary>
        {open && <Subjects kind={kind} />}
      </details>
    </li>
  )
}

function Subjects({ kind }: { readonly kind: TaskGroup['kind'] }) {
  const { regionOf } = useSession()
  const query = useQuery(tasksQuery(kind))
  return (
    <Loaded query={query}>
      {({ rows }) => (
        <ol>
          {rows.map(({ key, subject, subjectName, region, detail, due }) => (
            <li key={key}>
              <Link href={`${pageOf(kind)}${subject}`}>
                <span className="num quiet">{due}</span>
                <bdi className="what">{subjectName}</bdi>
                <bdi className="quiet small what">{detail}</bdi>
                <span className="quiet small">{regionOf(region)}</span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Loaded>
  )
}

/** Where the subject of a task is mended. */
function pageOf(kind: TaskGroup['kind']): string {
  if (kind.startsWith('real-name') || kind === 'listing-expiring') return '/rooms/'
  return kind.startsWith('credential') ? '/streamers?id=' : '/operators?id='
}
