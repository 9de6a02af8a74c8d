import type { TableColumnsType } from 'antd'
import { Link } from '../frame/link.tsx'
import { LongTable } from '../frame/long-table.tsx'
import { useSession } from '../frame/session.tsx'
import { Notice } from '../frame/states.tsx'
import { dateTime, length } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { BroadcastRow } from './queries.ts'
import './broadcasts.css'

/** Broadcasts with how much of each was heard; a line opens its time axis. */
export function BroadcastTable({
  rows,
  ofRoom = false,
}: {
  readonly rows: readonly BroadcastRow[]
  readonly ofRoom?: boolean
}) {
  const say = useWords()
  const { regionOf } = useSession()
  const columns: TableColumnsType<BroadcastRow> = [
    {
      title: say('broadcasts.started'),
      width: 165,
      render: (_, { id, startedAt }) => (
        <Link href={`/broadcasts/${id}`} className="num" data-testid="broadcast-open">
          {dateTime(startedAt)}
        </Link>
      ),
    },
    ...(ofRoom
      ? []
      : ([
          {
            title: say('recordings.room'),
            render: (_, { room, roomId, title }) => (
              <>
                <Link href={`/rooms/${roomId}`}>
                  <bdi>{room}</bdi>
                </Link>{' '}
                {title && title !== room && <bdi className="quiet small">{title}</bdi>}
              </>
            ),
          },
          { title: say('rooms.region'), width: 90, render: (_, r) => regionOf(r.region) },
        ] satisfies TableColumnsType<BroadcastRow>)),
    {
      title: say('recordings.length'),
      width: 85,
      align: 'right',
      render: (_, row) => <span className="num">{length(airedMs(row))}</span>,
    },
    {
      title: say('broadcasts.heard'),
      width: 150,
      render: (_, row) => <Share part={row.coveredMs.transcribed ?? 0} of={airedMs(row)} />,
    },
    {
      title: say('broadcasts.danmaku'),
      width: 150,
      render: (_, row) => <Share part={row.coveredMs.danmaku ?? 0} of={airedMs(row)} />,
    },
    {
      title: say('broadcasts.flags'),
      width: 70,
      align: 'right',
      render: (_, r) => <span className={r.flags > 0 ? 'num' : 'num quiet'}>{r.flags}</span>,
    },
    {
      title: say('flag.open'),
      width: 80,
      align: 'right',
      render: (_, r) => <span className={r.open > 0 ? 'num' : 'num quiet'}>{r.open}</span>,
    },
    {
      title: say('flag.confirmed'),
      width: 105,
      align: 'right',
      render: (_, r) => (
        <span className={r.confirmed > 0 ? 'num' : 'num quiet'}>{r.confirmed}</span>
      ),
    },
  ]
  return (
    <LongTable
      columns={columns}
      rows={rows}
      width={1000}
      empty={<Notice title={say('broadcasts.empty')} hint={say('broadcasts.emptyHint')} />}
      {...(ofRoom && { aroundPx: 270 })}
    />
  )
}

function airedMs({ startedAt, endedAt }: BroadcastRow): number {
  return endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0
}

/** A share of the time on air as a bar and a number; what was not read is said, not left blank. */
function Share({ part, of }: { readonly part: number; readonly of: number }) {
  const say = useWords()
  if (of === 0) return <span className="quiet">–</span>
  const share = Math.min(1, part / of)
  return (
    <span className="share">
      <span className="bar-of">
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num small">
        {share === 0 ? say('broadcasts.nothing') : `${Math.floor(share * 100)}%`}
      </span>
    </span>
  )
}
