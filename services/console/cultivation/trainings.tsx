import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { LongTable } from '../frame/long-table.tsx'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { trainingsQuery } from './queries.ts'
import { TrainingFile } from './training.tsx'

type Row = Awaited<ReturnType<NonNullable<(typeof trainingsQuery)['queryFn']>>>['rows'][number]

/** 合规培训: sessions held, each with who was there. */
export function Trainings() {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const [params, change] = useParams()
  const [adding, setAdding] = useState(false)
  const query = useQuery(trainingsQuery)
  const chosen = params.get('id')
  const columns: TableColumnsType<Row> = [
    {
      title: say('training.heldOn'),
      width: 120,
      render: (_, r) => <span className="num">{r.heldOn}</span>,
    },
    {
      title: say('training.title'),
      render: (_, { id, title }) => (
        <button type="button" className="as-link" onClick={() => change({ id })}>
          <bdi>{title}</bdi>
        </button>
      ),
    },
    { title: say('rooms.region'), width: 140, render: (_, r) => regionOf(r.region) },
    { title: say('training.hours'), width: 100, align: 'right', dataIndex: 'hours' },
    { title: say('training.attended'), width: 120, align: 'right', dataIndex: 'attended' },
  ]
  return (
    <>
      <div className="bar">
        <span className="quiet">{say('training.hint')}</span>
        {can('training.write') && (
          <Button
            type="primary"
            className="end"
            onClick={() => setAdding(true)}
            data-testid="training-new"
          >
            {say('training.add')}
          </Button>
        )}
      </div>
      <Loaded query={query}>
        {({ rows }) => (
          <LongTable
            columns={columns}
            rows={rows}
            width={800}
            aroundPx={250}
            empty={<Notice title={say('training.empty')} hint={say('training.emptyHint')} />}
            onRow={({ id }) => ({
              className: 'clickable-row',
              'data-testid': 'training-row',
              onClick: () => change({ id }),
            })}
          />
        )}
      </Loaded>
      <Drawer
        open={chosen !== null}
        onClose={() => change({ id: null })}
        size={720}
        destroyOnHidden
        title={say('training.file')}
      >
        {chosen && <TrainingFile id={chosen} />}
      </Drawer>
      <Drawer
        open={adding}
        onClose={() => setAdding(false)}
        size={560}
        destroyOnHidden
        title={say('training.add')}
      >
        <NewTraining
          made={(id) => {
            setAdding(false)
            change({ id })
          }}
        />
      </Drawer>
    </>
  )
}

function NewTraining({ made }: { readonly made: (id: string) => void }) {
  const say = useWords()
  const { region, regions } = useSession()
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
      initial={{
        ...{ title: '', heldOn: dateTime(Date.now()).slice(0, 10), hours: 2 },
        ...{ place: '', host: '', region, note: '' },
      }}
      button={say('form.save')}
      save={async (json) => {
        const { id } = await read(api.trainings.$post({ json }))
        await queries.invalidateQueries(trainingsQuery)
        made(id)
      }}
    />
  )
}
