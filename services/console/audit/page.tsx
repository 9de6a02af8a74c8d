import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input, Select, Table } from 'antd'
import { type Verb, verbs } from '#shared/domain/rights.ts'
import { useParams } from '../frame/router.ts'
import { Failed, Loading, Notice, sentenceOf } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { type Say, useWords, type Word } from '../words/words.ts'
import { zhDeeds } from '../words/zh-deeds.ts'
import { type AuditRow, auditQuery, chainQuery } from './queries.ts'

const fields = ['actor', 'action', 'subject'] as const

/** What may stand in the log, in words. */
const deeds: ReadonlyMap<string, Word> = new Map([
  ...(Object.keys(zhDeeds) as (keyof typeof zhDeeds)[]).map(
    (word) => [word.slice('deed.'.length), word] as const,
  ),
  ...(Object.keys(verbs) as Verb[]).map((verb) => [verb, `verb.${verb}`] as const),
])

/** 审计日志: who did what to which row and why, each line bound to the one before; no case content. */
export function AuditPage() {
  const say = useWords()
  const [params, change] = useParams()
  const [actor, action, subject] = fields.map((key) => params.get(key) ?? '')
  const log = useInfiniteQuery(
    auditQuery({ actor: actor ?? '', action: action ?? '', subject: subject ?? '' }),
  )
  if (log.error && !log.data) return <Failed error={log.error} retry={() => void log.refetch()} />
  const rows = log.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div className="page">
      <Chain />
      <div className="bar">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 220 }}
          aria-label={say('audit.action')}
          placeholder={say('audit.anyAction')}
          value={action || null}
          onChange={(value: string | undefined) => change({ action: value })}
          options={[...deeds].map(([value, word]) => ({ value, label: say(word) }))}
        />
        {(['actor', 'subject'] as const).map((key) => (
          <Input.Search
            key={key}
            allowClear
            style={{ width: 220 }}
            aria-label={say(`audit.${key}`)}
            placeholder={say(`audit.${key}Exact`)}
            defaultValue={params.get(key) ?? ''}
            onSearch={(value) => change({ [key]: value.trim() })}
          />
        ))}
      </div>
      {!log.data ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Notice title={say('audit.none')} hint={say('audit.noneHint')} />
      ) : (
        <Lines rows={rows} only={(subject) => change({ subject })} />
      )}
      {log.hasNextPage && (
        <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
          {say('audit.older')}
        </Button>
      )}
    </div>
  )
}

function Lines({
  rows,
  only,
}: {
  readonly rows: readonly AuditRow[]
  readonly only: (subject: string) => void
}) {
  const say = useWords()
  return (
    <Table<AuditRow>
      className="panel"
      size="small"
      rowKey="seq"
      pagination={false}
      scroll={{ x: 900 }}
      dataSource={[...rows]}
      columns={[
        { title: say('audit.seq'), dataIndex: 'seq', width: 76, className: 'num' },
        {
          title: say('audit.at'),
          dataIndex: 'at',
          width: 170,
          className: 'num',
          render: dateTime,
        },
        {
          title: say('audit.actor'),
          dataIndex: 'actor',
          width: 130,
          render: (who: string) => <bdi>{who === 'system' ? say('audit.house') : who}</bdi>,
        },
        {
          title: say('audit.action'),
          dataIndex: 'action',
          width: 190,
          render: (name: string) => <span title={name}>{sayDeed(name, say)}</span>,
        },
        { title: say('audit.reason'), dataIndex: 'reason', render: (why) => why || '—' },
        {
          title: say('audit.subject'),
          dataIndex: 'subject',
          width: 150,
          render: (of: string) => (
            <button type="button" className="as-link" onClick={() => only(of)}>
              {of.length > 16 ? `${of.slice(0, 8)}…` : of || '—'}
            </button>
          ),
        },
        {
          title: say('audit.hash'),
          dataIndex: 'hash',
          width: 100,
          render: (hash: string) => <code title={hash}>{hash.slice(0, 8)}</code>,
        },
      ]}
    />
  )
}

/** Whether every line still follows from the one before. */
function Chain() {
  const say = useWords()
  const chain = useQuery(chainQuery)
  const again = (
    <Button size="small" loading={chain.isFetching} onClick={() => void chain.refetch()}>
      {say('audit.check')}
    </Button>
  )
  if (chain.error) return <Alert type="error" title={sentenceOf(chain.error, say)} action={again} />
  if (!chain.data) return <Alert type="info" title={say('audit.checking')} />
  const { whole, firstBroken } = chain.data
  return (
    <Alert
      type={whole ? 'success' : 'error'}
      showIcon
      title={whole ? say('audit.whole') : say('audit.broken', { seq: firstBroken ?? 0 })}
      action={again}
      data-testid="audit-chain"
    />
  )
}

function sayDeed(action: string, say: Say): string {
  const word = deeds.get(action)
  return word ? say(word) : action
}
