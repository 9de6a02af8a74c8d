import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Select, Upload } from 'antd'
import type { InferResponseType } from 'hono/client'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { Icon } from '../frame/icons.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'

const sources = ['12315', 'gongping', 'assigned', 'transferred'] as const
type Source = (typeof sources)[number]
type Imported = InferResponseType<(typeof api.leads.import)['$post'], 200>

/** Complaints and leads of another system from its file: the same number again updates, a line at fault is told. */
export function ImportLeads() {
  const say = useWords()
  const queries = useQueryClient()
  const [source, setSource] = useState<Source>('12315')
  const taking = useMutation({
    // The file is the body, which the typed client has no word for.
    mutationFn: (file: File) =>
      read(
        api.leads.import.$post(
          { query: { source, fileName: file.name } },
          { init: { body: file } },
        ),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['leads'] }),
  })
  return (
    <section className="panel docket-sheet">
      <h2>{say('leads.import')}</h2>
      <Select<Source>
        style={{ width: 220 }}
        aria-label={say('leads.from')}
        value={source}
        onChange={setSource}
        options={sources.map((value) => ({ value, label: say(`leads.source.${value}`) }))}
      />
      <Upload.Dragger
        accept=".xlsx,.csv"
        showUploadList={false}
        disabled={taking.isPending}
        beforeUpload={(file) => {
          taking.mutate(file)
          return false
        }}
      >
        <p>
          <Icon name="recordings" size={26} />
        </p>
        <p>{say('import.choose')}</p>
        <p className="quiet small">{say('leads.importHint')}</p>
      </Upload.Dragger>
      {taking.error && <Alert type="error" showIcon title={sentenceOf(taking.error, say)} />}
      {taking.data && <Outcome found={taking.data} />}
    </section>
  )
}

function Outcome({ found }: { readonly found: Imported }) {
  const say = useWords()
  const { errors, unknownColumns, ...counts } = found
  return (
    <div className="stack" data-testid="leads-imported">
      <p className="num">{say('leads.imported', { ...counts, refused: errors.length })}</p>
      {unknownColumns.length > 0 && (
        <p className="quiet">{say('import.unknown', { names: unknownColumns.join('、') })}</p>
      )}
      {errors.length > 0 && (
        <ul className="lines">
          {errors.map(({ line, why }) => (
            <li key={line}>
              {say('import.line')} {line}：{why}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
