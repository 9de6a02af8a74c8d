import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { GuideForm } from '#shared/domain/guide.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { GuideFile } from './guide.tsx'
import { allOperatorsQuery, guidesQuery } from './queries.ts'

/** 责任清单与指引: every version of what operators are asked to read, and how many have. */
export function Guides() {
  const say = useWords()
  const can = useCan()
  const { region, regionOf } = useSession()
  const [params, change] = useParams()
  const [draft, setDraft] = useState<GuideForm | null>(null)
  const query = useQuery(guidesQuery)
  const operators = useQuery(allOperatorsQuery).data?.total
  const chosen = params.get('id')
  return (
    <>
      <div className="bar">
        <span className="quiet">{say('guide.hint')}</span>
        {can('guide.publish') && (
          <Button
            type="primary"
            className="end"
            onClick={() => setDraft({ region, kind: 'guide', title: '', body: '' })}
            data-testid="guide-new"
          >
            {say('guide.add')}
          </Button>
        )}
      </div>
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Notice title={say('guide.empty')} hint={say('guide.emptyHint')} />
          ) : (
            <section className="panel scroll-x">
              <table className="sums">
                <thead>
                  <tr>
                    <th>{say('guide.title')}</th>
                    <th>{say('guide.kind')}</th>
                    <th>{say('guide.version')}</th>
                    <th>{say('rooms.region')}</th>
                    <th>{say('guide.publishedAt')}</th>
                    <th>{say('guide.publishedBy')}</th>
                    <th className="n">{say('guide.read')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id} data-testid="guide-row">
                      <td>
                        <button
                          type="button"
                          className="as-link"
                          onClick={() => change({ id: row.id })}
                        >
                          <bdi>{row.title}</bdi>
                        </button>
                      </td>
                      <td>{say(`portal.guide.${row.kind}`)}</td>
                      <td>{say('portal.version', { n: row.version })}</td>
                      <td>{regionOf(row.region)}</td>
                      <td className="num">{date(row.publishedAt)}</td>
                      <td>
                        <bdi>{row.publishedBy}</bdi>
                      </td>
                      <td className="n">
                        {operators === undefined
                          ? row.read
                          : say('guide.readOf', { n: row.read, all: operators })}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )
        }
      </Loaded>
      <Drawer
        open={chosen !== null}
        onClose={() => change({ id: null })}
        size={720}
        destroyOnHidden
        title={say('guide.file')}
      >
        {chosen && (
          <GuideFile
            id={chosen}
            revise={(form) => {
              change({ id: null })
              setDraft(form)
            }}
          />
        )}
      </Drawer>
      <Drawer
        open={draft !== null}
        onClose={() => setDraft(null)}
        size={720}
        destroyOnHidden
        title={say('guide.add')}
      >
        {draft && (
          <Publish
            draft={draft}
            made={(id) => {
              setDraft(null)
              change({ id })
            }}
          />
        )}
      </Drawer>
    </>
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
      ...{ max: 200_000, rows: 18 },
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
