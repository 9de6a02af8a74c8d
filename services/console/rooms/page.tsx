import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, type TableColumnsType } from 'antd'
import { useDeferredValue } from 'react'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { Colour } from '#shared/domain/pool-policy.ts'
import { LongTable } from '../frame/long-table.tsx'
import { useParams, useRoute } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { ColourTag, PoolColour, PoolState } from '../frame/tags.tsx'
import type { RoomRow } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { RoomDrawer } from './drawer.tsx'
import { platformWord } from './platform.ts'
import { poolQuery } from './queries.ts'
import { RoomPage } from './room.tsx'
import { SavedViews } from './views.tsx'

const colours: readonly Colour[] = ['green', 'blue', 'yellow', 'red']

const states: readonly MembershipState[] = [
  ...(['surveyed', 'submitted', 'county_review', 'returned', 'rejected', 'reported'] as const),
  ...(['city_review', 'scored', 'publicity', 'objection', 'listed'] as const),
  ...(['province_recommended', 'rectifying', 'suspended', 'removal_proposed'] as const),
  ...(['statement', 'removed', 'withdrawn', 'expired'] as const),
]

/** 直播间: the pool, or one room of it by its id in the address. */
export function RoomsPage() {
  const id = useRoute().path.split('/')[2]
  return id ? <RoomPage key={id} id={id} /> : <Pool />
}

/** The pool's table; a row opens the arithmetic of its standing. */
function Pool() {
  const say = useWords()
  const [params, change] = useParams()
  const { regions } = useSession()
  const text = useDeferredValue(params.get('q')?.trim() ?? '')
  const colour = colours.find((name) => name === params.get('colour'))
  const state = states.find((name) => name === params.get('state'))
  const region = params.get('region') ?? ''
  const filter = {
    ...(text && { text }),
    ...(colour && { colour }),
    ...(state && { state }),
    ...(region && { region }),
  }
  const list = useQuery(poolQuery(filter))
  return (
    <Loaded query={list}>
      {({ rows, total }) => {
        return (
          <div className="page">
            <div className="bar">
              <Input.Search
                allowClear
                style={{ width: 300 }}
                aria-label={say('rooms.search')}
                placeholder={say('rooms.search')}
                key={params.get('q') === null ? 'none' : 'some'}
                defaultValue={params.get('q') ?? ''}
                onChange={(event) => change({ q: event.target.value })}
              />
              <Select
                style={{ width: 150 }}
                aria-label={say('rooms.colour')}
                value={colour ?? ''}
                onChange={(next: string) => change({ colour: next })}
                options={[
                  { value: '', label: say('rooms.anyColour') },
                  ...colours.map((value) => ({
                    value,
                    label: <ColourTag colour={value} meaning />,
                  })),
                ]}
              />
              <Select
                style={{ width: 150 }}
                aria-label={say('rooms.state')}
                value={state ?? ''}
                onChange={(next: string) => change({ state: next })}
                options={[
                  { value: '', label: say('rooms.anyState') },
                  ...states.map((value) => ({ value, label: say(`pool.${value}`) })),
                ]}
              />
              {regions.length > 1 && (
                <Select
                  style={{ width: 140 }}
                  aria-label={say('rooms.region')}
                  value={region}
                  onChange={(next: string) => change({ region: next })}
                  options={[
                    { value: '', label: say('rooms.anyRegion') },
                    ...regions.slice(1).map(({ path, name }) => ({ value: path, label: name })),
                  ]}
                />
              )}
              <SavedViews />
              <span className="quiet end num">{say('rooms.total', { n: total })}</span>
              <Button href={`/api/rooms/export?${new URLSearchParams(filter)}`}>
                {say('rooms.export')}
              </Button>
            </div>
            <RoomTable rows={rows} open={(room) => change({ room })} />
            <RoomDrawer id={params.get('room')} close={() => change({ room: null })} />
          </div>
        )
      }}
    </Loaded>
  )
}

function RoomTable({
  rows,
  open,
}: {
  readonly rows: readonly RoomRow[]
  readonly open: (id: string) => void
}) {
  const say = useWords()
  const { regionOf } = useSession()
  const columns: TableColumnsType<RoomRow> = [
    {
      title: say('rooms.name'),
      render: (_, { id, name, title }) => (
        <>
          <button
            type="button"
            className="as-link"
            data-testid="room-open"
            onClick={(event) => {
              event.stopPropagation()
              open(id)
            }}
          >
            <bdi>{name}</bdi>
          </button>
          {title && title !== name && (
            <div className="quiet small ellipsis">
              <bdi>{title}</bdi>
            </div>
          )}
        </>
      ),
    },
    { title: say('rooms.platform'), width: 96, render: (_, r) => say(platformWord(r.platform)) },
    {
      title: say('rooms.operator'),
      render: (_, r) => r.operator ?? <span className="quiet">{say('rooms.noOperator')}</span>,
    },
    { title: say('rooms.region'), width: 130, render: (_, r) => regionOf(r.region) },
    { title: say('rooms.state'), width: 130, render: (_, r) => <PoolState state={r.state} /> },
    {
      title: say('rooms.score'),
      width: 84,
      align: 'right',
      render: (_, r) => <b className="num">{score(r.score)}</b>,
    },
    {
      title: say('rooms.colour'),
      width: 130,
      render: (_, r) => <PoolColour state={r.state} colour={r.colour} meaning />,
    },
    {
      title: say('rooms.open'),
      width: 84,
      align: 'right',
      render: (_, { openFlags }) => (
        <span className={openFlags > 0 ? 'num' : 'num quiet'}>{openFlags}</span>
      ),
    },
    {
      title: say('rooms.since'),
      width: 110,
      render: (_, { since }) => <span className="num">{date(since)}</span>,
    },
  ]
  return (
    <LongTable
      columns={columns}
      rows={rows}
      width={1060}
      empty={<Notice title={say('rooms.empty')} hint={say('rooms.emptyHint')} />}
      onRow={({ id }) => ({
        className: 'clickable-row',
        'data-testid': 'room-row',
        onClick: () => open(id),
      })}
    />
  )
}
