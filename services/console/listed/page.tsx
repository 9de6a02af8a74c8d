import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { Button, type TableColumnsType } from 'antd'
import { api, read } from '../client.ts'
import { Link } from '../frame/link.tsx'
import { LongTable } from '../frame/long-table.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'

const listedQuery = (after: string | null) =>
  queryOptions({
    queryKey: ['listed', after],
    queryFn: () =>
      read(api.memberships.listed.$get({ query: { limit: '200', ...(after && { after }) } })),
    placeholderData: keepPreviousData,
  })

type Row = Awaited<
  ReturnType<NonNullable<ReturnType<typeof listedQuery>['queryFn']>>
>['rows'][number]

/** 公示: the list as the public sees it, with each room's certificate. */
export function ListedPage() {
  const say = useWords()
  const { regionOf } = useSession()
  const [params, change] = useParams()
  const after = params.get('after')
  const query = useQuery(listedQuery(after))
  const columns: TableColumnsType<Row> = [
    {
      title: say('rooms.name'),
      render: (_, { id, name }) => (
        <Link href={`/rooms/${id}`}>
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    { title: say('rooms.platform'), width: 110, render: (_, r) => say(platformWord(r.platform)) },
    { title: say('rooms.operator'), render: (_, r) => <bdi>{r.operator ?? '–'}</bdi> },
    { title: say('rooms.region'), width: 120, render: (_, r) => regionOf(r.region) },
    {
      title: say('certificate.title'),
      width: 200,
      render: (_, r) => <span className="num">{r.certificate ?? '–'}</span>,
    },
    {
      title: say('operators.until'),
      width: 130,
      render: (_, r) => <span className="num">{r.validUntil ?? '–'}</span>,
    },
    {
      title: say('listed.recommended'),
      width: 110,
      render: (_, r) => r.recommended && <span className="pill strong">{say('listed.yes')}</span>,
    },
  ]
  return (
    <div className="page">
      <div className="bar">
        <Button href="/public" target="_blank" rel="noreferrer">
          {say('listed.open')}
        </Button>
        <span className="quiet end num">{say('rooms.total', { n: query.data?.total ?? 0 })}</span>
        <Button
          disabled={!query.data?.next}
          onClick={() => change({ after: query.data?.next ?? null })}
        >
          {say('transcripts.more')}
        </Button>
      </div>
      <Loaded query={query}>
        {({ rows }) => (
          <LongTable
            columns={columns}
            rows={rows}
            width={1000}
            empty={<Notice title={say('listed.empty')} hint={say('listed.hint')} />}
          />
        )}
      </Loaded>
    </div>
  )
}
