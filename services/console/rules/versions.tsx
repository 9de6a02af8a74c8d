import { Table, type TableColumnsType } from 'antd'
import { useParams } from '../frame/router.ts'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { LexiconRow } from './queries.ts'
import { Version } from './version.tsx'

/** 词库版本: each with who wrote it and why; one of them with its difference to the one in force. */
export function Versions({
  versions,
  inForce,
}: {
  readonly versions: readonly LexiconRow[]
  readonly inForce: string | null
}) {
  const say = useWords()
  const [params, change] = useParams()
  const chosen = versions.find(({ version }) => version === params.get('version')) ?? versions[0]
  const columns: TableColumnsType<LexiconRow> = [
    {
      title: say('rules.version'),
      width: 130,
      render: (_, { version }) => (
        <button
          type="button"
          className="as-link num"
          data-testid="version-open"
          onClick={() => change({ version })}
        >
          {version.slice(0, 10)}
        </button>
      ),
    },
    {
      title: say('rules.state'),
      width: 110,
      render: (_, { state }) => (
        <span className={state === 'published' ? 'pill strong' : 'pill'}>
          {say(`rules.state.${state}`)}
        </span>
      ),
    },
    {
      title: say('rules.author'),
      render: (_, { author, reason, createdAt }) => (
        <>
          <bdi>{author}</bdi> <span className="quiet small num">{dateTime(createdAt)}</span>
          <div className="small">
            <bdi>{reason}</bdi>
          </div>
        </>
      ),
    },
  ]
  return (
    <div className="versions">
      <Table
        className="panel"
        size="small"
        rowKey="version"
        columns={columns}
        dataSource={[...versions]}
        pagination={false}
        rowClassName={({ version }) => (version === chosen?.version ? 'chosen' : '')}
      />
      {chosen && <Version key={chosen.version} lexicon={chosen} inForce={inForce} />}
    </div>
  )
}
