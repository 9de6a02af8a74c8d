import { useQuery } from '@tanstack/react-query'
import { Select, Table, type TableColumnsType } from 'antd'
import type { ApplicationState } from '#shared/domain/application.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import { Link } from '../frame/link.tsx'
import { type Changes, useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type ApplicationRow, applicationsQuery, batchesQuery } from './queries.ts'

const states: readonly ApplicationState[] = ['open', 'draft', 'listed', 'rejected', 'withdrawn']
const places: readonly MembershipState[] = [
  ...(['submitted', 'county_review', 'returned', 'reported'] as const),
  ...(['city_review', 'scored', 'publicity', 'objection'] as const),
]

/** Applications by batch, state and place on the way. */
export function Queue() {
  const say = useWords()
  const [params, change] = useParams()
  const columns = useColumns()
  const state = states.find((name) => name === params.get('state')) ?? 'open'
  const place = places.find((name) => name === params.get('place'))
  const batchId = params.get('batch') ?? ''
  const query = useQuery(
    applicationsQuery({ state, ...(place && { place }), ...(batchId && { batchId }) }),
  )
  return (
    <div className="stack">
      <div className="bar">
        <Filters state={state} place={place} batchId={batchId} change={change} />
        <span className="quiet end num">
          {say('applications.total', { n: query.data?.total ?? 0 })}
        </span>
      </div>
      <Loaded query={query}>
        {({ rows }) => (
          <Table
            className="panel"
            size="small"
            rowKey={({ application }) => application.id}
            columns={columns}
            dataSource={state === 'open' ? rows.toSorted(byDue) : rows}
            pagination={false}
            scroll={{ x: 960 }}
            locale={{
              emptyText: (
                <Notice title={say('applications.empty')} hint={say('applications.emptyHint')} />
              ),
            }}
          />
        )}
      </Loaded>
    </div>
  )
}

function Filters({
  state,
  place,
  batchId,
  change,
}: {
  readonly state: ApplicationState
  readonly place: MembershipState | undefined
  readonly batchId: string
  readonly change: (to: Changes) => void
}) {
  const say = useWords()
  const batches = useQuery(batchesQuery).data?.rows ?? []
  return (
    <>
      <Select
        style={{ width: 140 }}
        aria-label={say('applications.state')}
        value={state}
        onChange={(next) => change({ state: next })}
        options={states.map((value) => ({ value, label: say(`application.${value}`) }))}
      />
      <Select
        style={{ width: 160 }}
        aria-label={say('applications.place')}
        value={place ?? ''}
        onChange={(next) => change({ place: next })}
        options={[
          { value: '' as const, label: say('applications.anyPlace') },
          ...places.map((value) => ({ value, label: say(`pool.${value}`) })),
        ]}
      />
      <Select
        style={{ width: 220 }}
        aria-label={say('applications.batch')}
        value={batchId}
        onChange={(next) => change({ batch: next })}
        options={[
          { value: '', label: say('applications.anyBatch') },
          ...batches.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </>
  )
}

function useColumns(): TableColumnsType<ApplicationRow> {
  const say = useWords()
  const { regionOf } = useSession()
  const batches = useQuery(batchesQuery).data?.rows ?? []
  return [
    {
      title: say('rooms.name'),
      render: (_, { application, room, operator }) => (
        <>
          <Link href={`/applications/${application.id}`} data-testid="application-open">
            <bdi>{room}</bdi>
          </Link>
          <div className="quiet small">
            <bdi>{operator}</bdi>
          </div>
        </>
      ),
    },
    { title: say('rooms.region'), width: 120, render: (_, r) => regionOf(r.region) },
    {
      title: say('applications.place'),
      width: 150,
      render: (_, { application, place: at }) => (
        <span className="pill strong">
          {application.state === 'open'
            ? say(`pool.${at}`)
            : say(`application.${application.state}`)}
        </span>
      ),
    },
    {
      title: say('applications.submitted'),
      width: 130,
      render: (_, { application: a }) => (
        <span className="num">{a.submittedAt ? date(a.submittedAt) : '–'}</span>
      ),
    },
    {
      title: say('applications.due'),
      width: 150,
      render: (_, { application: a }) => <Due dueAt={a.dueAt} unknown={a.dueUnknown} />,
    },
    {
      title: say('applications.batch'),
      width: 200,
      ellipsis: true,
      render: (_, { application: a }) => (
        <bdi>{batches.find(({ id }) => id === a.batchId)?.name ?? '–'}</bdi>
      ),
    },
  ]
}

/** What is due first stands first; what has no day of its own comes last, in the house's order. */
function byDue({ application: a }: ApplicationRow, { application: b }: ApplicationRow): number {
  const day = (at: string | null) => (at ? Date.parse(at) : Number.MAX_SAFE_INTEGER)
  return day(a.dueAt) - day(b.dueAt)
}

function Due({
  dueAt,
  unknown,
}: {
  readonly dueAt: string | null
  readonly unknown: string | null
}) {
  if (unknown) return <span className="small quiet">{unknown}</span>
  if (!dueAt) return <span className="quiet">–</span>
  const late = Date.parse(dueAt) < Date.now()
  return <span className={late ? 'num late' : 'num'}>{date(dueAt)}</span>
}
