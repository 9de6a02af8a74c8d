import { queryOptions, useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { date, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Disk } from './disk.tsx'
import { Unresolved } from './unresolved.tsx'
import './storage.css'

const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: () => read(api.system.storage.$get()),
  refetchInterval: 60_000,
})

export type StorageView = Awaited<ReturnType<NonNullable<(typeof storageQuery)['queryFn']>>>

/** 存储与留存: what is kept and how long, what goes next, what cases hold back, what came in and is nothing yet. */
export function StoragePage() {
  const query = useQuery(storageQuery)
  return (
    <Loaded query={query}>
      {(view) => (
        <div className="page storage" data-testid="storage-page">
          <Disk view={view} />
          <Kept view={view} />
          <div className="pair">
            <Next view={view} />
            <Held view={view} />
          </div>
          <Unresolved view={view} />
        </div>
      )}
    </Loaded>
  )
}

function Kept({ view: { kept, policy } }: { readonly view: StorageView }) {
  const say = useWords()
  const can = useCan()
  return (
    <section className="panel card">
      <div className="bar">
        <h2>{say('storage.kept')}</h2>
        <span className="quiet small end">
          {say('storage.policy', { version: policy.version, day: policy.effectiveFrom })}{' '}
          {can('system.policy') && <Link href="/policies">{say('storage.seePolicy')}</Link>}
        </span>
      </div>
      <div className="scroll-x">
        <table className="sums">
          <thead>
            <tr>
              <th scope="col">{say('storage.thing')}</th>
              <th scope="col" className="n">
                {say('storage.n')}
              </th>
              <th scope="col" className="n">
                {say('storage.bytes')}
              </th>
              <th scope="col" className="n">
                {say('storage.days')}
              </th>
              <th scope="col">{say('storage.basis')}</th>
              <th scope="col">{say('storage.oldest')}</th>
              <th scope="col">{say('storage.after')}</th>
            </tr>
          </thead>
          <tbody>
            {kept.map((row) => (
              <tr key={row.thing} data-testid="kept-row">
                <th scope="row">{say(`kept.${row.thing}`)}</th>
                <td className="n">{row.thing === 'comments' ? '–' : row.n}</td>
                <td className="n">
                  {row.bytes === null ? say('storage.inDatabase') : size(row.bytes)}
                </td>
                <td className="n">{row.thing === 'clips-waiting' ? '–' : row.days}</td>
                <td className="quiet basis">
                  {row.thing === 'clips-waiting' ? say('storage.untilVerdict') : row.basis}
                </td>
                <td className="num">{row.oldestAt ? date(row.oldestAt) : '–'}</td>
                <td>{say(afterOf(row))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** What happens to the oldest of it once its days are over. */
function afterOf({ thing, byHouse, freeFromMs }: StorageView['kept'][number]) {
  if (byHouse) return 'storage.byHouse' as const
  if (thing === 'clips-waiting') return 'storage.waits' as const
  return freeFromMs !== null && freeFromMs <= Date.now() ? 'storage.over' : 'storage.byPeople'
}

function Next({ view: { next, deleted } }: { readonly view: StorageView }) {
  const say = useWords()
  return (
    <section className="panel card">
      <h2>{say('storage.next')}</h2>
      <p className="quiet">{say('storage.nextHint')}</p>
      {next.length === 0 ? (
        <p>{say('storage.noNext')}</p>
      ) : (
        <ul className="lines" data-testid="next-deletions">
          {next.map(({ day, n, bytes }) => (
            <li key={day}>
              <span className="num">{day}</span> {say('storage.pieces', { n, bytes: size(bytes) })}
            </li>
          ))}
        </ul>
      )}
      <p className="quiet small">
        {say('storage.deleted', { n: deleted.n, bytes: size(deleted.bytes ?? 0) })}
      </p>
    </section>
  )
}

function Held({ view: { held } }: { readonly view: StorageView }) {
  const say = useWords()
  const can = useCan()
  return (
    <section className="panel card">
      <h2>{say('storage.held')}</h2>
      <p className="quiet">{say('storage.heldHint')}</p>
      <ul className="lines">
        {(['notices', 'removals'] as const).map((kind) => {
          const { cases, n, bytes } = held[kind]
          return (
            <li key={kind} data-testid={`held-${kind}`}>
              {say(`storage.heldBy.${kind}`, { cases, n, bytes: size(bytes) })}{' '}
              {can(kind === 'notices' ? 'notice.read' : 'proposal.read') && cases > 0 && (
                <Link href={kind === 'notices' ? '/notices' : '/proposals'}>
                  {say('storage.see')}
                </Link>
              )}
            </li>
          )
        })}
      </ul>
      <Alert type="info" title={say('storage.never')} />
    </section>
  )
}
