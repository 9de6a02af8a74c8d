import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Segmented, Table, type TableColumnsType } from 'antd'
import { api, read } from '../client.ts'
import { useParams } from '../frame/router.ts'
import { Loaded, Notice, sentenceOf } from '../frame/states.tsx'
import { type RecordingRow, recordingsQuery } from '../queries.ts'
import { dateTime, length, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Captures } from './captures.tsx'
import { Intake } from './intake.tsx'
import { progressOf } from './progress.ts'
import './recordings.css'

const views = ['recordings', 'intake', 'captures'] as const

/** 录像: what came in and how far it is; what waits or was not accepted; which rooms are recorded live. */
export function RecordingsPage() {
  const say = useWords()
  const [params, change] = useParams()
  const see = views.find((view) => view === params.get('see')) ?? 'recordings'
  const View = { recordings: Recordings, intake: Intake, captures: Captures }[see]
  return (
    <div className="page">
      <div className="bar">
        <Segmented
          options={views.map((value) => ({ value, label: say(`intake.see.${value}`) }))}
          value={see}
          onChange={(view) => change({ see: view === 'recordings' ? null : view })}
        />
      </div>
      <View />
    </div>
  )
}

function Recordings() {
  const say = useWords()
  const list = useQuery(recordingsQuery)
  const columns: TableColumnsType<RecordingRow> = [
    { title: say('recordings.room'), width: 220, render: (_, { room }) => <bdi>{room}</bdi> },
    {
      title: say('recordings.started'),
      width: 170,
      render: (_, { startedAt }) => <span className="num">{dateTime(startedAt)}</span>,
    },
    {
      title: say('recordings.length'),
      width: 90,
      align: 'right',
      render: (_, { durationMs }) => (
        <span className="num">{durationMs === null ? '–' : length(durationMs)}</span>
      ),
    },
    {
      title: say('recordings.size'),
      width: 90,
      align: 'right',
      render: (_, { bytes }) => <span className="num">{size(bytes)}</span>,
    },
    { title: say('recordings.state'), render: (_, row) => <ProgressCell row={row} /> },
    {
      title: say('recordings.file'),
      width: 320,
      render: (_, { path }) => (
        <bdi className="file small quiet" title={path}>
          {path.split(/[\\/]/).at(-1)}
        </bdi>
      ),
    },
  ]
  return (
    <Loaded query={list}>
      {(rows) => (
        <>
          <p className="quiet num">{say('recordings.total', { n: rows.length })}</p>
          <Table
            className="panel"
            size="small"
            rowKey="id"
            columns={columns}
            dataSource={rows}
            pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
            scroll={{ x: 1100 }}
            onRow={() => ({ className: 'recording-row', 'data-testid': 'recording-row' })}
            locale={{
              emptyText: (
                <Notice title={say('recordings.empty')} hint={say('recordings.emptyHint')} />
              ),
            }}
          />
        </>
      )}
    </Loaded>
  )
}

function ProgressCell({ row }: { readonly row: RecordingRow }) {
  const say = useWords()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { word, tone, retry } = progressOf(row)
  const again = useMutation({
    mutationFn: () => read(api.recordings[':id'].retry.$post({ param: { id: row.id } })),
    onSuccess: () => message.success(say('recordings.retried')),
    onError: (error) => message.error(sentenceOf(error, say)),
    onSettled: () => queries.invalidateQueries(recordingsQuery),
  })
  return (
    <div className="progress">
      <span className={`tone ${tone}`}>{say(word)}</span>
      {row.failure && <span className="small">{row.failure}</span>}
      {retry && (
        <Button
          size="small"
          data-testid="recording-retry"
          loading={again.isPending}
          onClick={() => again.mutate()}
        >
          {say('recordings.retry')}
        </Button>
      )}
    </div>
  )
}
