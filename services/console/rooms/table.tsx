import type { TableColumnsType } from 'antd'
import { LongTable } from '../frame/long-table.tsx'
import { useSession } from '../frame/session.tsx'
import { Notice } from '../frame/states.tsx'
import { PoolColour, PoolState } from '../frame/tags.tsx'
import type { RoomRow } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { platformWord } from './platform.ts'

/** The rooms of the pool with their standing; a row opens the arithmetic of it. */
export function RoomTable({
  rows,
  open,
}: {
  readonly rows: readonly RoomRow[]
  readonly open: (id: string) => void
}) {
  const say = useWords()
  return (
    <LongTable
      columns={useColumns(open)}
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

function useColumns(open: (id: string) => void): TableColumnsType<RoomRow> {
  const say = useWords()
  const { regionOf } = useSession()
  return [
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
}
