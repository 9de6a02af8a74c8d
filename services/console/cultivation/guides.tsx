import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import type { GuideForm } from '#shared/domain/guide.ts'
import { api, read } from '../client.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { OpenRecord, RecordList } from '../frame/record-list.tsx'
import { useSession } from '../frame/session.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { GuideFile } from './guide.tsx'
import { allOperatorsQuery, type GuideRow, guidesQuery } from './queries.ts'

/** 责任清单与指引: every version of what operators are asked to read, and how many have. */
export function Guides() {
  const say = useWords()
  const { region, regionOf } = useSession()
  const query = useQuery(guidesQuery)
  const operators = useQuery(allOperatorsQuery).data?.total
  const columns: TableColumnsType<GuideRow> = [
    {
      title: say('guide.title'),
      render: (_, { id, title }) => (
        <OpenRecord id={id}>
          <bdi>{title}</bdi>
        </OpenRecord>
      ),
    },
    { title: say('guide.kind'), width: 120, render: (_, r) => say(`portal.guide.${r.kind}`) },
    {
      title: say('guide.version'),
      width: 90,
      render: (_, r) => say('portal.version', { n: r.version }),
    },
    { title: say('rooms.region'), width: 110, render: (_, r) => regionOf(r.region) },
    {
      title: say('guide.publishedAt'),
      width: 120,
      render: (_, r) => <span className="num">{date(r.publishedAt)}</span>,
    },
    { title: say('guide.publishedBy'), width: 120, render: (_, r) => <bdi>{r.publishedBy}</bdi> },
    {
      title: say('guide.read'),
      width: 150,
      align: 'right',
      render: (_, { read: n }) =>
        operators === undefined ? n : say('guide.readOf', { n, all: operators }),
    },
  ]
  return (
    <RecordList
      testId="guide"
      bar={<span className="quiet">{say('guide.hint')}</span>}
      query={query}
      columns={columns}
      aroundPx={250}
      empty={[say('guide.empty'), say('guide.emptyHint')]}
      file={{
        title: say('guide.file'),
        of: (id, begin) => <GuideFile id={id} revise={begin} />,
      }}
      add={{
        ...{ verb: 'guide.publish', title: say('guide.add'), size: 720 },
        blank: { region, kind: 'guide', title: '', body: '' } satisfies GuideForm as GuideForm,
        form: (draft, made) => <Publish draft={draft} made={made} />,
      }}
    />
  )
}

function Publish({
  draft,
  made,
}: {
  readonly draft: GuideForm
  readonly made: (id: string) => void
}) {
  const say = useWords()
  const { regions } = useSession()
  const queries = useQueryClient()
  const fields: readonly Field[] = [
    {
      ...{ name: 'title', label: say('guide.title'), kind: 'line', must: true },
      hint: say('guide.titleHint'),
    },
    {
      ...{ name: 'kind', label: say('guide.kind'), kind: 'choice', half: true },
      options: (['responsibility', 'guide', 'other'] as const).map((value) => ({
        value,
        label: say(`portal.guide.${value}`),
      })),
    },
    {
      ...{ name: 'region', label: say('rooms.region'), kind: 'choice', half: true },
      options: regions.map(({ path, name }) => ({ value: path, label: name })),
    },
    {
      ...{ name: 'body', label: say('guide.body'), kind: 'text', must: true },
      ...{ max: 200_000, rows: 12 },
    },
    { name: 'reason', label: say('form.why'), kind: 'line', max: 2000 },
  ]
  return (
    <RecordForm
      testId="guide-form"
      fields={fields}
      initial={{ ...draft, reason: '' }}
      button={say('guide.publish')}
      save={async (json) => {
        const { id } = await read(api.guides.$post({ json }))
        await queries.invalidateQueries(guidesQuery)
        made(id)
      }}
    />
  )
}
