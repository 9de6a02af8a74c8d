import { useQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { Severity } from '../frame/tags.tsx'
import { flagsQuery } from '../queries.ts'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** What was found in this room, and what people made of it. */
export function RoomFlags({ roomId }: { readonly roomId: string }) {
  const say = useWords()
  const { categoryOf } = useSession()
  const query = useQuery(flagsQuery({ state: '', category: '', roomId }))
  return (
    <Loaded query={query}>
      {({ rows, total }) => (
        <>
          {total > rows.length && (
            <p className="quiet">{say('room.someFlags', { n: rows.length, total })}</p>
          )}
          <Table
            className="panel"
            size="small"
            rowKey="id"
            dataSource={rows}
            pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
            locale={{ emptyText: <Notice title={say('room.noFlags')} /> }}
            columns={[
              {
                title: say('sum.saidAt'),
                width: 170,
                render: (_, { saidAt }) => <span className="num">{dateTime(saidAt)}</span>,
              },
              {
                title: say('sum.category'),
                width: 200,
                render: (_, { category, severity }) => (
                  <>
                    {categoryOf(category)} <Severity level={severity} />
                  </>
                ),
              },
              {
                title: say('room.quote'),
                ellipsis: true,
                render: (_, { id, quote }) => (
                  <Link href={`/review?state=all&id=${id}`}>
                    <bdi>{quote}</bdi>
                  </Link>
                ),
              },
              {
                title: say('rooms.state'),
                width: 120,
                render: (_, { state }) => <span className="pill">{say(`flag.${state}`)}</span>,
              },
            ]}
          />
        </>
      )}
    </Loaded>
  )
}
