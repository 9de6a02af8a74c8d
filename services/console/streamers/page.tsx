import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Input, type TableColumnsType } from 'antd'
import { useDeferredValue, useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { LongTable } from '../frame/long-table.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
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
  const { regionOf, region } = useSession()
  const [params, change] = useParams()
  const text = useDeferredValue(params.get('q') ?? '')
  const query = useQuery(streamersQuery(text.trim()))
  const chosen = params.get('id')
  const can = useCan()
  const queries = useQueryClient()
  const [adding, setAdding] = useState(false)
  const columns: TableColumnsType<Row> = [
    {
      title: say('streamers.name'),
      render: (_, { id, name, alias }) => (
        <button type="button" className="as-link" onClick={() => change({ id })}>
          <bdi>{name}</bdi>
          {alias && (
            <span className="quiet">
              {' '}
              <bdi>{alias}</bdi>
            </span>
          )}
        </button>
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
  return (
    <div className="page">
      <div className="bar">
        <Input.Search
          allowClear
          style={{ width: 300 }}
          aria-label={say('streamers.search')}
          placeholder={say('streamers.search')}
          defaultValue={params.get('q') ?? ''}
          onChange={(event) => change({ q: event.target.value })}
        />
        <span className="quiet end num">
          {say('streamers.total', { n: query.data?.total ?? 0 })}
        </span>
        {can('streamer.write') && (
          <Button type="primary" onClick={() => setAdding(true)} data-testid="streamer-new">
            {say('streamers.add')}
          </Button>
        )}
      </div>
      <Loaded query={query}>
        {({ rows }) => (
          <LongTable
            columns={columns}
            rows={rows}
            width={960}
            empty={<Notice title={say('streamers.empty')} hint={say('streamers.emptyHint')} />}
            onRow={({ id }) => ({
              className: 'clickable-row',
              'data-testid': 'streamer-row',
              onClick: () => change({ id }),
            })}
          />
        )}
      </Loaded>
      <Drawer
        open={chosen !== null}
        onClose={() => change({ id: null })}
        size={560}
        destroyOnHidden
        title={say('streamers.file')}
      >
        {chosen && <StreamerFile id={chosen} />}
      </Drawer>
      <Drawer
        open={adding}
        onClose={() => setAdding(false)}
        size={560}
        destroyOnHidden
        title={say('streamers.add')}
      >
        <PersonForm
          initial={{ name: '', alias: '', region, operatorId: null, phone: '' }}
          hasIdentity={false}
          save={async (json) => {
            const { id } = await read(api.streamers.$post({ json }))
            await queries.invalidateQueries({ queryKey: ['streamers'] })
            setAdding(false)
            change({ id })
          }}
        />
      </Drawer>
    </div>
  )
}
