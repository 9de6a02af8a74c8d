import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { Checkbox, Input, type TableColumnsType } from 'antd'
import { useDeferredValue } from 'react'
import { api, read } from '../client.ts'
import { OpenRecord, RecordList } from '../frame/record-list.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { OperatorFile } from './file.tsx'
import './operators.css'

const operatorsQuery = (text: string, listed: boolean) =>
  queryOptions({
    queryKey: ['operators', text, listed],
    queryFn: () =>
      read(
        api.operators.$get({
          query: { limit: '500', ...(text && { text }), ...(listed && { listed: 'true' }) },
        }),
      ),
    placeholderData: keepPreviousData,
  })

type Row = Awaited<
  ReturnType<NonNullable<ReturnType<typeof operatorsQuery>['queryFn']>>
>['rows'][number]

/** 经营主体: a region's files, what the credit lists say of each and when that was looked up. */
export function OperatorsPage() {
  const say = useWords()
  const { regionOf } = useSession()
  const [params, change] = useParams()
  const text = useDeferredValue(params.get('q') ?? '')
  const listed = params.get('listed') === 'yes'
  const query = useQuery(operatorsQuery(text.trim(), listed))
  const columns: TableColumnsType<Row> = [
    {
      title: say('operators.name'),
      render: (_, { id, name, code }) => (
        <>
          <OpenRecord id={id}>
            <bdi>{name}</bdi>
          </OpenRecord>
          <div className="quiet small num">{code}</div>
        </>
      ),
    },
    { title: say('operators.kind'), width: 110, render: (_, r) => say(`operator.${r.kind}`) },
    { title: say('rooms.region'), width: 120, render: (_, r) => regionOf(r.region) },
    {
      title: say('operators.abnormal'),
      width: 170,
      render: (_, { abnormal }) => <Lookup found={abnormal} />,
    },
    {
      title: say('operators.dishonest'),
      width: 170,
      render: (_, { dishonest }) => <Lookup found={dishonest} />,
    },
    { title: say('operators.founded'), width: 110, render: (_, r) => r.foundedOn ?? '–' },
    { title: say('operators.updated'), width: 110, render: (_, r) => date(r.updatedAt) },
  ]
  return (
    <div className="page">
      <RecordList
        testId="operator"
        bar={
          <>
            <Input.Search
              allowClear
              style={{ width: 300 }}
              aria-label={say('operators.search')}
              placeholder={say('operators.search')}
              defaultValue={params.get('q') ?? ''}
              onChange={(event) => change({ q: event.target.value })}
            />
            <Checkbox
              checked={listed}
              onChange={(event) => change({ listed: event.target.checked ? 'yes' : null })}
            >
              {say('operators.listed')}
            </Checkbox>
            <span className="quiet end num">
              {say('operators.total', { n: query.data?.total ?? 0 })}
            </span>
          </>
        }
        query={query}
        columns={columns}
        width={1000}
        empty={[say('operators.empty'), say('operators.emptyHint')]}
        file={{
          ...{ title: say('operators.file'), size: 640 },
          of: (id) => <OperatorFile id={id} />,
        }}
      />
    </div>
  )
}

/** One look-up in a credit list: listed, clear, or not looked up, with its day. */
function Lookup({ found }: { readonly found: Row['abnormal'] }) {
  const say = useWords()
  if (!found) return <span className="quiet">{say('operators.never')}</span>
  return (
    <span className={found.listed ? 'late' : ''}>
      {say(found.listed ? 'operators.on' : 'operators.off')}{' '}
      <span className="quiet small num">{found.lookedUpOn}</span>
    </span>
  )
}
