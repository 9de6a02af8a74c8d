import type { MembershipState } from '#shared/domain/membership.ts'
import type { NoticeState } from '#shared/domain/notice.ts'
import type { RemovalStage } from '#shared/domain/removal-stages.ts'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Notice } from '../frame/states.tsx'
import { type Say, useWords } from '../words/words.ts'
import { Due } from './due.tsx'
import type { CaseRow, TaskGroup } from './queries.ts'
import { Tasks } from './tasks.tsx'

type Entry = { readonly dueMs: number | null; readonly row: CaseRow | TaskGroup }

/** My list, the nearest deadline first: each case, and what the registry asks for by kind. */
export function Waiting({
  cases,
  tasks,
}: {
  readonly cases: readonly CaseRow[]
  readonly tasks: readonly TaskGroup[]
}) {
  const say = useWords()
  const [params, change] = useParams()
  const only = params.get('only') === 'cases'
  const entries: Entry[] = [...cases, ...(only ? [] : tasks)]
    .map((row) => ({ dueMs: row.dueMs, row }))
    .sort((a, b) => (a.dueMs ?? Number.MAX_VALUE) - (b.dueMs ?? Number.MAX_VALUE))
  const total = cases.length + tasks.reduce((sum, { n }) => sum + n, 0)
  return (
    <section className="panel waiting-list" aria-label={say('home.list')}>
      <header>
        <h2>{say('home.list')}</h2>
        <div className="switch">
          <button type="button" aria-pressed={!only} onClick={() => change({ only: null })}>
            {say('home.all', { n: total })}
          </button>
          <button type="button" aria-pressed={only} onClick={() => change({ only: 'cases' })}>
            {say('home.cases', { n: cases.length })}
          </button>
        </div>
      </header>
      {entries.length === 0 ? (
        <Notice title={say('home.nothing')} hint={say('home.nothingHint')} />
      ) : (
        <ol>
          {entries.map(({ row }) =>
            'n' in row ? (
              <Tasks key={row.kind} group={row} />
            ) : (
              <Case key={`${row.kind}-${row.id}`} row={row} />
            ),
          )}
        </ol>
      )}
    </section>
  )
}

const pages = { notice: '/notices?id=', removal: '/proposals?id=', application: '/applications/' }

function Case({ row }: { readonly row: CaseRow }) {
  const say = useWords()
  const { regionOf } = useSession()
  return (
    <li>
      <Link href={`${pages[row.kind]}${row.id}`} data-testid="desk-row">
        <Due dueMs={row.dueMs} />
        <span className="what">
          <b>{say(`home.kind.${row.kind}`)}</b> <bdi>{row.name}</bdi>
        </span>
        <span className="quiet small">{placeOf(row, say)}</span>
        <span className="quiet small">{regionOf(row.region)}</span>
      </Link>
    </li>
  )
}

/** Where a case is: `detail` is a state of its own kind. */
function placeOf({ kind, detail }: CaseRow, say: Say): string {
  if (kind === 'notice') return say(`notices.state.${detail as NoticeState}`)
  if (kind === 'removal') return say(`proposal.${detail as RemovalStage}`)
  return say(`pool.${detail as MembershipState}`)
}
