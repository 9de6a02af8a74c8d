import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import type { MeasureForm, SupportKind } from '#shared/domain/support.ts'
import { api, read } from '../client.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { OpenRecord, RecordList } from '../frame/record-list.tsx'
import { useSession } from '../frame/session.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { MeasureFile } from './measure.tsx'
import { type MeasureRow, measuresQuery } from './queries.ts'

const kinds: readonly SupportKind[] = ['policy', 'service', 'matching', 'workshop']

/** 培育措施: what is on offer, and whom it reached. */
export function Measures() {
  const say = useWords()
  const { region, regionOf } = useSession()
  const query = useQuery(measuresQuery)
  const columns: TableColumnsType<MeasureRow> = [
    {
      title: say('measure.title'),
      render: (_, { id, title }) => (
        <OpenRecord id={id}>
          <bdi>{title}</bdi>
        </OpenRecord>
      ),
    },
    { title: say('measure.kind'), width: 130, render: (_, r) => say(`support.${r.kind}`) },
    { title: say('rooms.region'), width: 110, render: (_, r) => regionOf(r.region) },
    {
      title: say('measure.from'),
      width: 120,
      render: (_, r) => <span className="num">{r.validFrom}</span>,
    },
    {
      title: say('measure.until'),
      width: 120,
      render: (_, r) => <span className="num">{r.validUntil ?? say('operators.forever')}</span>,
    },
    { title: say('measure.contact'), width: 200, render: (_, r) => <bdi>{r.contact || '–'}</bdi> },
  ]
  const blank: MeasureForm = {
    ...{ region, kind: 'policy', title: '', body: '', contact: '', validUntil: null },
    validFrom: date(Date.now()),
  }
  return (
    <RecordList
      testId="measure"
      bar={<span className="quiet">{say('measure.hint')}</span>}
      query={query}
      columns={columns}
      aroundPx={250}
      empty={[say('measure.empty'), say('measure.emptyHint')]}
      file={{
        ...{ title: say('measure.file'), size: 760 },
        of: (id) => {
          const measure = query.data?.rows.find((row) => row.id === id)
          return measure && <MeasureFile measure={measure} />
        },
      }}
      add={{
        ...{ verb: 'support.write', title: say('measure.add'), blank },
        form: (draft, made) => <NewMeasure draft={draft} made={made} />,
      }}
    />
  )
}

function NewMeasure({
  draft,
  made,
}: {
  readonly draft: MeasureForm
  readonly made: (id: string) => void
}) {
  const say = useWords()
  const { regions } = useSession()
  const queries = useQueryClient()
  const fields: readonly Field[] = [
    { name: 'title', label: say('measure.title'), kind: 'line', must: true },
    {
      ...{ name: 'kind', label: say('measure.kind'), kind: 'choice', half: true },
      options: kinds.map((value) => ({ value, label: say(`support.${value}`) })),
    },
    {
      ...{ name: 'region', label: say('rooms.region'), kind: 'choice', half: true },
      options: regions.map(({ path, name }) => ({ value: path, label: name })),
    },
    { name: 'validFrom', label: say('measure.from'), kind: 'day', must: true, half: true },
    { name: 'validUntil', label: say('measure.until'), kind: 'day', half: true },
    { name: 'contact', label: say('measure.contact'), kind: 'line' },
    { name: 'body', label: say('measure.body'), kind: 'text', max: 20_000, rows: 8 },
  ]
  return (
    <RecordForm
      testId="measure-form"
      fields={fields}
      initial={draft}
      button={say('form.save')}
      save={async (json) => {
        const { id } = await read(api.support.$post({ json }))
        await queries.invalidateQueries(measuresQuery)
        made(id)
      }}
    />
  )
}
