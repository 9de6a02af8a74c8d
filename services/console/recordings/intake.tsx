import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Table, type TableColumnsType } from 'antd'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Loaded, Notice, sentenceOf } from '../frame/states.tsx'
import { clock, dateTime, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type IntakeRow, intakeQuery } from './queries.ts'

/** 接收: files that are announced, still written, waiting, or not accepted, each with the reason. */
export function Intake() {
  const say = useWords()
  const query = useQuery(intakeQuery)
  const columns: TableColumnsType<IntakeRow> = [
    {
      title: say('recordings.file'),
      render: (_, { file }) => (
        <bdi className="file" title={file}>
          {file}
        </bdi>
      ),
    },
    {
      title: say('storage.source'),
      width: 90,
      render: (_, { source }) => say(`storage.from.${source}`),
    },
    { title: say('intake.why'), width: 420, render: (_, row) => <Why row={row} /> },
    {
      title: say('recordings.size'),
      width: 100,
      align: 'right',
      render: (_, { bytes }) => <span className="num">{bytes === null ? '–' : size(bytes)}</span>,
    },
    {
      title: say('intake.changed'),
      width: 180,
      render: (_, { changedAt }) => <span className="num">{dateTime(changedAt)}</span>,
    },
    { title: '', width: 90, render: (_, row) => <Again row={row} /> },
  ]
  return (
    <Loaded query={query}>
      {({ rows }) => (
        <Table
          className="panel"
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={rows.toSorted(
            (a, b) => Number(b.state === 'refused') - Number(a.state === 'refused'),
          )}
          pagination={rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          scroll={{ x: 1000 }}
          onRow={() => ({ 'data-testid': 'intake-row' }) as object}
          locale={{
            emptyText: <Notice title={say('intake.empty')} hint={say('intake.emptyHint')} />,
          }}
        />
      )}
    </Loaded>
  )
}

/** What it waits for, or why it was not accepted. */
function Why({ row: { state, reason, note, dueAt } }: { readonly row: IntakeRow }) {
  const say = useWords()
  const refused = state === 'refused'
  return (
    <div className="progress">
      <span className={`tone ${refused ? 'failed' : 'waiting'}`}>{say(`intake.${state}`)}</span>
      <span className="small">
        {note ?? (refused && say(`storage.refused.${reason ?? 'failed'}`))}
        {!refused && dueAt && (
          <span className="quiet num">{say('intake.due', { at: clock(dueAt) })}</span>
        )}
      </span>
    </div>
  )
}

/** A file that does not match its own checksum is sent again, not tried again. */
function Again({ row: { id, state, reason } }: { readonly row: IntakeRow }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const again = useMutation({
    mutationFn: () => read(api.intake[':id'].retry.$post({ param: { id } })),
    onSuccess: () => message.success(say('recordings.retried')),
    onError: (error) => message.error(sentenceOf(error, say)),
    onSettled: () => queries.invalidateQueries(intakeQuery),
  })
  if (state !== 'refused' || reason === 'checksum' || !can('recording.manage')) return null
  return (
    <Button size="small" loading={again.isPending} onClick={() => again.mutate()}>
      {say('recordings.retry')}
    </Button>
  )
}
