import { useQuery } from '@tanstack/react-query'
import { Select, Table, type TableColumnsType } from 'antd'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type HealthRow, healthQuery } from './queries.ts'

const periods = [7, 30, 90] as const
const percent = (share: number) => `${Math.round(share * 100)} %`

/** 词条健康: what each rule found, how often people agreed, and which to narrow or retire. */
export function Health() {
  const say = useWords()
  const [params, change] = useParams()
  const days = periods.find((n) => String(n) === params.get('days')) ?? 30
  const query = useQuery(healthQuery(days))
  const columns = useColumns()
  return (
    <Loaded query={query}>
      {({ rules, chars }) => (
        <div className="page">
          <div className="bar">
            <Select
              aria-label={say('rules.period')}
              value={days}
              onChange={(value) => change({ days: String(value) })}
              options={periods.map((n) => ({ value: n, label: say('rules.days', { n }) }))}
            />
            <span className="quiet">
              {say('rules.healthOf', {
                chars: chars.toLocaleString('en-US'),
                n: rules.filter(({ advice }) => advice.length > 0).length,
              })}
            </span>
          </div>
          <Table
            className="panel"
            size="small"
            rowKey="rule"
            columns={columns}
            dataSource={rules.toSorted(
              (a, b) => b.advice.length - a.advice.length || b.flags - a.flags,
            )}
            pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
            locale={{ emptyText: <Notice title={say('rules.none')} /> }}
          />
        </div>
      )}
    </Loaded>
  )
}

function useColumns(): TableColumnsType<HealthRow> {
  const say = useWords()
  const { categoryOf } = useSession()
  return [
    {
      title: say('rules.rule'),
      render: (_, { name, rule, category }) => (
        <>
          {name}
          <div className="quiet small">
            {categoryOf(category)} · {rule}
          </div>
        </>
      ),
    },
    {
      title: say('rules.hits'),
      dataIndex: 'hits',
      align: 'right',
      width: 80,
      sorter: by((r) => r.hits),
    },
    {
      title: say('rules.flags'),
      dataIndex: 'flags',
      align: 'right',
      width: 80,
      sorter: by((r) => r.flags),
    },
    { title: say('verdict.confirmed'), dataIndex: 'confirmed', align: 'right', width: 116 },
    { title: say('verdict.dismissed'), dataIndex: 'dismissed', align: 'right', width: 80 },
    {
      title: say('rules.precision'),
      width: 110,
      align: 'right',
      sorter: by((r) => r.precision?.share ?? -1),
      render: (_, { precision }) =>
        precision ? (
          <>
            {percent(precision.share)}
            <div className="quiet small">
              {percent(precision.low)}–{percent(precision.high)}
            </div>
          </>
        ) : (
          <span className="quiet">{say('rules.undecided')}</span>
        ),
    },
    {
      title: say('rules.lastSeen'),
      width: 110,
      render: (_, { lastSeenAt }) => (lastSeenAt ? date(lastSeenAt) : '—'),
    },
    {
      title: say('rules.advice'),
      width: 300,
      render: (_, { advice, neverFired }) =>
        advice.length > 0
          ? advice.map(({ act, reason }) => (
              <div key={act}>
                <b>{say(`rules.advice.${act}`)}</b> <span className="small">{reason}</span>
              </div>
            ))
          : neverFired && <span className="quiet small">{say('rules.neverFired')}</span>,
    },
  ]
}

const by = (value: (row: HealthRow) => number) => (a: HealthRow, b: HealthRow) =>
  value(a) - value(b)
