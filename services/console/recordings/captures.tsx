import { useQuery } from '@tanstack/react-query'
import { Table, type TableColumnsType } from 'antd'
import { Link } from '../frame/link.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { clock, dateTime, length } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type CaptureRow, capturesQuery } from './queries.ts'

/** 直播采集: who records which room up to when, what was missed today, and when the next try is. */
export function Captures() {
  const say = useWords()
  const query = useQuery(capturesQuery)
  const columns: TableColumnsType<CaptureRow> = [
    {
      title: say('recordings.room'),
      width: 240,
      render: (_, { room, roomId }) => (
        <Link href={`/rooms/${roomId}`}>
          <bdi>{room}</bdi>
        </Link>
      ),
    },
    { title: say('captures.state'), render: (_, row) => <Standing row={row} /> },
    {
      title: say('captures.until'),
      width: 180,
      render: (_, { recordedUntil }) => (
        <span className="num">{recordedUntil ? dateTime(recordedUntil) : '–'}</span>
      ),
    },
    { title: say('captures.breaks'), width: 360, render: (_, row) => <Breaks row={row} /> },
    {
      title: say('captures.worker'),
      width: 200,
      render: (_, { leaseBy, leaseUntil }) =>
        leaseBy && (
          <span className="small">
            <bdi className="file quiet" title={leaseBy}>
              {leaseBy}
            </bdi>
            {leaseUntil && (
              <span className="quiet num">{say('captures.lease', { at: clock(leaseUntil) })}</span>
            )}
          </span>
        ),
    },
  ]
  return (
    <Loaded query={query}>
      {(rows) => (
        <Table
          className="panel"
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={rows}
          pagination={false}
          scroll={{ x: 1100 }}
          onRow={() => ({ 'data-testid': 'capture-row' }) as object}
          locale={{
            emptyText: <Notice title={say('captures.empty')} hint={say('captures.emptyHint')} />,
          }}
        />
      )}
    </Loaded>
  )
}

function Standing({
  row: { state, leaseBy, failure, attempts, nextTryAt },
}: {
  readonly row: CaptureRow
}) {
  const say = useWords()
  const now = state === 'stopped' ? 'stopped' : failure ? 'retrying' : leaseBy ? 'on' : 'due'
  return (
    <div className="progress">
      <span
        className={`tone ${{ stopped: '', retrying: 'failed', on: 'done', due: 'waiting' }[now]}`}
      >
        {say(`captures.${now}`)}
      </span>
      {now === 'retrying' && (
        <span className="small">
          {failure}{' '}
          <span className="quiet num">
            {say('captures.next', { n: attempts, at: clock(nextTryAt) })}
          </span>
        </span>
      )}
    </div>
  )
}

/** Breaks of the last 24 hours: how many and how long in all, and the latest with its reason. */
function Breaks({ row: { breaks } }: { readonly row: CaptureRow }) {
  const say = useWords()
  const [latest] = breaks
  if (!latest) return <span className="quiet">{say('captures.none')}</span>
  const lostMs = breaks.reduce(
    (sum, { fromAt, toAt }) => sum + (toAt ? Date.parse(toAt) - Date.parse(fromAt) : 0),
    0,
  )
  const { fromAt, toAt, reason } = latest
  return (
    <span className="small">
      <span className="num">{say('captures.lost', { n: breaks.length, of: length(lostMs) })}</span>
      <br />
      <span className="quiet">
        {say('broadcasts.gap', {
          from: clock(fromAt),
          to: toAt ? clock(toAt) : say('captures.now'),
          why: reason,
        })}
      </span>
    </span>
  )
}
