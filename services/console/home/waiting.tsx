import type { MembershipState } from '#shared/domain/membership.ts'
import type { NoticeState } from '#shared/domain/notice.ts'
import type { RemovalStage } from '#shared/domain/removal-stages.ts'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Notice } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'
import type { DeskRow } from './queries.ts'

const dayMs = 86_400_000

/** My list, the nearest deadline first. */
export function Waiting({ rows, total }: { readonly rows: DeskRow[]; readonly total: number }) {
  const say = useWords()
  const [params, change] = useParams()
  const only = params.get('only') === 'cases'
  const cases = rows.filter(({ kind }) => isCase(kind))
  const shown = only ? cases : rows
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
      {shown.length === 0 ? (
        <Notice title={say('home.nothing')} hint={say('home.nothingHint')} />
      ) : (
        <ol>
          {grouped(shown).map((group) => (
            <Group key={keyOf(group[0])} rows={group} />
          ))}
        </ol>
      )}
    </section>
  )
}

/** So many of one kind for one day are one line that opens. */
const manyFrom = 4

type Rows = readonly [DeskRow, ...DeskRow[]]

/** Neighbours of one kind with one deadline put together, where they are many. */
function grouped(rows: readonly DeskRow[]): Rows[] {
  const groups: [DeskRow, ...DeskRow[]][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last && last[0].kind === row.kind && last[0].dueMs === row.dueMs) last.push(row)
    else groups.push([row])
  }
  return groups.flatMap<Rows>((group) =>
    group.length < manyFrom ? group.map((row): Rows => [row]) : [group],
  )
}

function keyOf({ kind, id, detail }: DeskRow): string {
  return `${kind}-${id}-${detail}`
}

function Group({ rows }: { readonly rows: Rows }) {
  const say = useWords()
  const [first] = rows
  if (rows.length === 1) return <Line row={first} />
  return (
    <li>
      <details>
        <summary data-testid="desk-group">
          <Due dueMs={first.dueMs} />
          <b>{kindOf(first, say)}</b>
          <span className="pill">{say('home.many', { n: rows.length })}</span>
        </summary>
        <ol>
          {rows.map((row) => (
            <Line key={keyOf(row)} row={row} />
          ))}
        </ol>
      </details>
    </li>
  )
}

function Line({ row }: { readonly row: DeskRow }) {
  const say = useWords()
  const { regionOf } = useSession()
  return (
    <li>
      <Link href={hrefOf(row)} data-testid="desk-row">
        <Due dueMs={row.dueMs} />
        <span className="what">
          <b>{kindOf(row, say)}</b> <bdi>{row.name}</bdi>
        </span>
        <span className="quiet small ellipsis">{detailOf(row, say)}</span>
        <span className="quiet small">{regionOf(row.region)}</span>
      </Link>
    </li>
  )
}

/** The deadline, and how near it is in words: colour alone says nothing. */
function Due({ dueMs }: { readonly dueMs: number | null }) {
  const say = useWords()
  if (dueMs === null) return <span className="due quiet small">{say('home.noDue')}</span>
  const days = Math.floor((dueMs - Date.now()) / dayMs)
  const late = days < 0
  return (
    <span className={late ? 'due late' : days < 3 ? 'due near' : 'due'}>
      <b className="num">{date(dueMs)}</b>
      <small>{late ? say('home.late', { n: -days }) : say('home.left', { n: days })}</small>
    </span>
  )
}

function isCase(kind: DeskRow['kind']): kind is 'notice' | 'removal' | 'application' {
  return kind === 'notice' || kind === 'removal' || kind === 'application'
}

function kindOf({ kind }: DeskRow, say: Say): string {
  return isCase(kind) ? say(`home.kind.${kind}`) : say(`task.${kind}`)
}

function detailOf({ kind, detail }: DeskRow, say: Say): string {
  if (kind === 'notice') return say(`notices.state.${detail as NoticeState}`)
  if (kind === 'removal') return say(`proposal.${detail as RemovalStage}`)
  if (kind === 'application') return say(`pool.${detail as MembershipState}`)
  return detail
}

function hrefOf({ kind, id }: DeskRow): string {
  if (kind === 'notice') return `/notices?id=${id}`
  if (kind === 'removal') return `/proposals?id=${id}`
  if (kind === 'application') return `/applications/${id}`
  if (kind.startsWith('real-name') || kind === 'listing-expiring') return `/rooms/${id}`
  return kind.startsWith('credential') ? `/streamers?id=${id}` : `/operators?id=${id}`
}
