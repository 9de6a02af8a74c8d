import { useQuery } from '@tanstack/react-query'
import { Input, Select, Table, type TableColumnsType } from 'antd'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { Colour } from '#shared/domain/pool-policy.ts'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { ColourTag, PoolColour, PoolState } from '../frame/tags.tsx'
import { type RoomRow, roomsQuery } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { RoomDrawer } from './drawer.tsx'
import { platformWord } from './platform.ts'

const colours: readonly Colour[] = ['green', 'blue', 'yellow', 'red']

/** 直播间: the pool's table; a row opens the arithmetic of its standing. */
export function RoomsPage() {
  const say = useWords()
  const [params, change] = useParams()
  const list = useQuery(roomsQuery)
  const wanted = {
    text: params.get('q') ?? '',
    colour: params.get('colour') ?? '',
    state: params.get('state') ?? '',
  }
  return (
    <Loaded query={list}>
      {({ rows, total }) => {
        const shown = rows.filter((row) => fits(row, wanted))
        const states = [...new Set(rows.map((row) => row.state))]
        return (
          <div className="page">
            <div className="bar">
              <Input.Search
                allowClear
                style={{ width: 300 }}
                aria-label={say('rooms.search')}
                placeholder={say('rooms.search')}
                defaultValue={wanted.text}
                onChange={(event) => change({ q: event.target.value })}
              />
              <Select
                style={{ width: 150 }}
                aria-label={say('rooms.colour')}
                value={wanted.colour}
                onChange={(colour: string) => change({ colour })}
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
                value={wanted.state}
                onChange={(state: string) => change({ state })}
                options={[
                  { value: '', label: say('rooms.anyState') },
                  ...states.map((value) => ({ value, label: say(`pool.${value}`) })),
                ]}
              />
              <span className="quiet end num">{say('rooms.total', { n: total })}</span>
            </div>
            <RoomTable rows={shown} open={(room) => change({ room })} />
            <RoomDrawer id={params.get('room')} close={() => change({ room: null })} />
          </div>
        )
      }}
    </Loaded>
  )
}

interface Wanted {
  readonly text: string
  readonly colour: string
  readonly state: MembershipState | string
}

function fits(row: RoomRow, { text, colour, state }: Wanted): boolean {
  const words = `${row.name} ${row.title} ${row.operator ?? ''} ${row.platformId}`.toLowerCase()
  return (
    words.includes(text.trim().toLowerCase()) &&
    (colour === '' || row.colour === colour) &&
    (state === '' || row.state === state)
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
    <Table
      className="panel"
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...rows]}
      pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      scroll={{ x: 1000 }}
      locale={{ emptyText: <Notice title={say('rooms.empty')} hint={say('rooms.emptyHint')} /> }}
      onRow={({ id }) => ({
        className: 'clickable-row',
        'data-testid': 'room-row',
        onClick: () => open(id),
      })}
    />
  )
}
