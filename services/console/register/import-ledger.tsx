import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Table, Upload } from 'antd'
import { useState } from 'react'
import { Icon } from '../frame/icons.tsx'
import { Loaded, Notice, sentenceOf } from '../frame/states.tsx'
import { newId } from '../review/given.ts'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Imported, importFile, type Run } from './import-file.ts'
import { importRunQuery, importsQuery } from './queries.ts'

/** A ledger from a file: tried first, filed second, with the refused lines to take along. */
export function ImportLedger() {
  const say = useWords()
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [share, setShare] = useState(0)
  const run = useMutation({
    mutationFn: ({ chosen, ...how }: { chosen: File } & Run) => importFile(chosen, how, setShare),
    onSuccess: ({ id }) => {
      if (id) void queries.invalidateQueries({ queryKey: ['imports'] })
      if (id) void queries.invalidateQueries({ queryKey: ['rooms'] })
    },
  })
  const start = (chosen: File, dryRun: boolean) => {
    setShare(0)
    run.mutate({ chosen, dryRun, run: newId() })
  }
  return (
    <div className="import">
      <section className="panel card">
        <Upload.Dragger
          accept=".xlsx,.csv"
          showUploadList={false}
          disabled={run.isPending}
          beforeUpload={(chosen) => {
            setFile(chosen)
            start(chosen, true)
            return false
          }}
        >
          <p>
            <Icon name="upload" size={26} />
          </p>
          <p>{say('import.choose')}</p>
          <p className="quiet small">{say('import.hint')}</p>
        </Upload.Dragger>
        {run.isPending && <Progress sent={share} run={run.variables.run} />}
        {run.error && <Alert type="error" showIcon title={sentenceOf(run.error, say)} />}
        {run.data && file && (
          <Outcome result={run.data} name={file.name} file={() => start(file, false)} />
        )}
      </section>
      <Past />
    </div>
  )
}

/** What is sent of the file, then what the house says it has done. */
function Progress({ sent, run }: { readonly sent: number; readonly run: string }) {
  const say = useWords()
  const { data } = useQuery({ ...importRunQuery(run), enabled: sent >= 1 })
  const { step = 'reading', done = 0, total = 0 } = data ?? {}
  const share = sent < 1 ? sent : step === 'writing' ? done / Math.max(1, total) : undefined
  return (
    <p role="status" data-testid="import-progress">
      <progress value={share} />{' '}
      {sent < 1 ? say('import.sending') : say(`import.${step}`, { done, total })}
    </p>
  )
}

function Outcome({
  result,
  name,
  file,
}: {
  readonly result: Imported
  readonly name: string
  readonly file: () => void
}) {
  const say = useWords()
  const { id, rows, created, updated, unchanged, refused, errors, unknownColumns } = result
  return (
    <div className="outcome" data-testid="import-outcome">
      <h2>
        <bdi>{name}</bdi> · {say(id ? 'import.filed' : 'import.tried')}
      </h2>
      <p className="num">{say('import.counts', { rows, created, updated, unchanged, refused })}</p>
      {unknownColumns.length > 0 && (
        <p className="quiet">{say('import.unknown', { names: unknownColumns.join('、') })}</p>
      )}
      <div className="bar">
        {!id && created + updated > 0 && (
          <Button type="primary" data-testid="import-file" onClick={file}>
            {say('import.file')}
          </Button>
        )}
        {id && refused > 0 && (
          <Button href={`/api/imports/${id}/errors`} data-testid="import-errors">
            {say('import.errors')}
          </Button>
        )}
      </div>
      {errors.length > 0 && (
        <Table
          size="small"
          rowKey="line"
          pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
          dataSource={[...errors]}
          columns={[
            { title: say('import.line'), dataIndex: 'line', width: 70, align: 'right' },
            {
              title: say('import.cells'),
              ellipsis: true,
              render: (_, { cells }) => <bdi>{cells.filter(Boolean).join(' | ')}</bdi>,
            },
            { title: say('import.problems'), render: (_, row) => row.problems.join('；') },
          ]}
        />
      )}
    </div>
  )
}

function Past() {
  const say = useWords()
  const query = useQuery(importsQuery)
  return (
    <section className="panel card">
      <h2>{say('import.past')}</h2>
      <Loaded query={query}>
        {({ rows }) => (
          <Table
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={rows}
            locale={{ emptyText: <Notice title={say('import.none')} /> }}
            columns={[
              { title: say('import.at'), width: 170, render: (_, r) => dateTime(r.at) },
              {
                title: say('import.name'),
                ellipsis: true,
                render: (_, r) => <bdi>{r.fileName}</bdi>,
              },
              {
                title: say('import.result'),
                render: (_, { rows: n, created, updated, unchanged, refused }) =>
                  say('import.counts', { rows: n, created, updated, unchanged, refused }),
              },
              { title: say('import.by'), width: 110, render: (_, r) => <bdi>{r.by}</bdi> },
              {
                title: '',
                width: 130,
                render: (_, { id, refused }) =>
                  refused > 0 && <a href={`/api/imports/${id}/errors`}>{say('import.errors')}</a>,
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  )
}
