import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Input, type TableColumnsType } from 'antd'
import { useDeferredValue } from 'react'
import { api, read } from '../client.ts'
import { OpenRecord, RecordList } from '../frame/record-list.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { useWords } from '../words/words.ts'
import { StreamerFile } from './file.tsx'
import { PersonForm } from './person-form.tsx'
import '../operators/operators.css'

const streamersQuery = (text: string) =>
  queryOptions({
    queryKey: ['streamers', text],
    queryFn: () => read(api.streamers.$get({ query: { limit: '500', ...(text && { text }) } })),
    placeholderData: keepPreviousData,
  })

type Row = Awaited<
  ReturnType<NonNullable<ReturnType<typeof streamersQuery>['queryFn']>>
>['rows'][number]

/** 主播: who stands before the camera, and how many hours of training they have had. */
export function StreamersPage() {
  const say = useWords()
  const { region } = useSession()
  const [params, change] = useParams()
  const text = useDeferredValue(params.get('q') ?? '')
  const query = useQuery(streamersQuery(text.trim()))
  const queries = useQueryClient()
  return (
    <div className="page">
      <RecordList
        testId="streamer"
        bar={
          <>
            <Input.Search
              allowClear
              style={{ width: 300 }}
              aria-label={say('streamers.search')}
              placeholder={say('streamers.search')}
              defaultValue={params.get('q') ?? ''}
              onChange={(event) => change({ q: event.target.value })}
            />
            <span className="quiet num">
              {say('streamers.total', { n: query.data?.total ?? 0 })}
            </span>
          </>
        }
        query={query}
        columns={useColumns()}
        width={960}
        empty={[say('streamers.empty'), say('streamers.emptyHint')]}
        file={{
          ...{ title: say('streamers.file'), size: 560 },
          of: (id) => <StreamerFile id={id} />,
        }}
        add={{
          ...{ verb: 'streamer.write', title: say('streamers.add') },
          blank: { name: '', alias: '', region, operatorId: null, phone: '' },
          form: (draft, made) => (
            <PersonForm
              initial={draft}
              hasIdentity={false}
              save={async (json) => {
                const { id } = await read(api.streamers.$post({ json }))
                await queries.invalidateQueries({ queryKey: ['streamers'] })
                made(id)
              }}
            />
          ),
        }}
      />
    </div>
  )
}

function useColumns(): TableColumnsType<Row> {
  const say = useWords()
  const { regionOf } = useSession()
  return [
    {
      title: say('streamers.name'),
      render: (_, { id, name, alias }) => (
        <OpenRecord id={id}>
          <bdi>{name}</bdi>
          {alias && (
            <span className="quiet">
              {' '}
              <bdi>{alias}</bdi>
            </span>
          )}
        </OpenRecord>
      ),
    },
    {
      title: say('nav.rooms'),
      ellipsis: true,
      render: (_, r) => (
        <bdi className={r.rooms.length > 0 ? '' : 'quiet'}>{r.rooms.join('、') || '–'}</bdi>
      ),
    },
    { title: say('rooms.region'), width: 120, render: (_, r) => regionOf(r.region) },
    {
      title: say('streamers.identity'),
      width: 200,
      render: (_, r) => <span className="num quiet">{r.identityMasked || '–'}</span>,
    },
    {
      title: say('streamers.certificates'),
      width: 110,
      align: 'right',
      render: (_, r) => (
        <span className={r.certificates > 0 ? 'num' : 'num quiet'}>{r.certificates}</span>
      ),
    },
    {
      title: say('streamers.hours'),
      width: 120,
      align: 'right',
      render: (_, r) => <span className={r.hours > 0 ? 'num' : 'num quiet'}>{r.hours}</span>,
    },
  ]
}
