import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import type { TrainingForm } from '#shared/domain/training.ts'
import { api, read } from '../client.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { OpenRecord, RecordList } from '../frame/record-list.tsx'
import { useSession } from '../frame/session.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type TrainingRow, trainingsQuery } from './queries.ts'
import { TrainingFile } from './training.tsx'

/** 合规培训: sessions held, each with who was there. */
export function Trainings() {
  const say = useWords()
  const { region, regionOf } = useSession()
  const query = useQuery(trainingsQuery)
  const columns: TableColumnsType<TrainingRow> = [
    {
      title: say('training.heldOn'),
      width: 120,
      render: (_, r) => <span className="num">{r.heldOn}</span>,
    },
    {
      title: say('training.title'),
      render: (_, { id, title }) => (
        <OpenRecord id={id}>
          <bdi>{title}</bdi>
        </OpenRecord>
      ),
    },
    { title: say('rooms.region'), width: 140, render: (_, r) => regionOf(r.region) },
    { title: say('training.hours'), width: 100, align: 'right', dataIndex: 'hours' },
    { title: say('training.attended'), width: 120, align: 'right', dataIndex: 'attended' },
  ]
  const blank: TrainingForm = {
    ...{ title: '', heldOn: date(Date.now()), hours: 2, place: '', host: '', region, note: '' },
  }
  return (
    <RecordList
      testId="training"
      bar={<span className="quiet">{say('training.hint')}</span>}
      query={query}
      columns={columns}
      width={800}
      aroundPx={250}
      empty={[say('training.empty'), say('training.emptyHint')]}
      file={{ title: say('training.file'), of: (id) => <TrainingFile id={id} /> }}
      add={{
        ...{ verb: 'training.write', title: say('training.add'), blank },
        form: (draft, made) => <NewTraining draft={draft} made={made} />,
      }}
    />
  )
}

function NewTraining({
  draft,
  made,
}: {
  readonly draft: TrainingForm
  readonly made: (id: string) => void
}) {
  const say = useWords()
  const { regions } = useSession()
  const queries = useQueryClient()
  const fields: readonly Field[] = [
    { name: 'title', label: say('training.title'), kind: 'line', must: true },
    { name: 'heldOn', label: say('training.heldOn'), kind: 'day', must: true, half: true },
    { name: 'hours', label: say('training.hours'), kind: 'number', must: true, half: true },
    { name: 'place', label: say('training.place'), kind: 'line', half: true },
    { name: 'host', label: say('training.host'), kind: 'line', half: true },
    {
      ...{ name: 'region', label: say('rooms.region'), kind: 'choice', must: true },
      options: regions.map(({ path, name }) => ({ value: path, label: name })),
    },
    { name: 'note', label: say('training.note'), kind: 'text', max: 2000 },
  ]
  return (
    <RecordForm
      testId="training-form"
      fields={fields}
      initial={draft}
      button={say('form.save')}
      save={async (json) => {
        const { id } = await read(api.trainings.$post({ json }))
        await queries.invalidateQueries(trainingsQuery)
        made(id)
      }}
    />
  )
}
