import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { MeasureForm, SupportKind } from '#shared/domain/support.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { type Field, RecordForm } from '../frame/record-form.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, Notice } from '../frame/states.tsx'
import { dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { MeasureFile } from './measure.tsx'
import { measuresQuery } from './queries.ts'

const kinds: readonly SupportKind[] = ['policy', 'service', 'matching', 'workshop']

/** 培育措施: what is on offer, and whom it reached. */
export function Measures() {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const [params, change] = useParams()
  const [adding, setAdding] = useState(false)
  const query = useQuery(measuresQuery)
  const chosen = params.get('id')
  return (
    <>
      <div className="bar">
        <span className="quiet">{say('measure.hint')}</span>
        {can('support.write') && (
          <Button
            type="primary"
            className="end"
            onClick={() => setAdding(true)}
            data-testid="measure-new"
          >
            {say('measure.add')}
          </Button>
        )}
      </div>
      <Loaded query={query}>
        {({ rows }) => (
          <>
            {rows.length === 0 ? (
              <Notice title={say('measure.empty')} hint={say('measure.emptyHint')} />
            ) : (
              <section className="panel scroll-x">
                <table className="sums">
                  <thead>
                    <tr>
                      <th>{say('measure.title')}</th>
                      <th>{say('measure.kind')}</th>
                      <th>{say('rooms.region')}</th>
                      <th>{say('measure.from')}</th>
                      <th>{say('measure.until')}</th>
                      <th>{say('measure.contact')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <tr key={row.id} data-testid="measure-row">
                        <td>
                          <button
                            type="button"
                            className="as-link"
                            onClick={() => change({ id: row.id })}
                          >
                            <bdi>{row.title}</bdi>
                          </button>
                        </td>
                        <td>{say(`support.${row.kind}`)}</td>
                        <td>{regionOf(row.region)}</td>
                        <td className="num">{row.validFrom}</td>
                        <td className="num">{row.validUntil ?? say('operators.forever')}</td>
                        <td>
                          <bdi>{row.contact || '–'}</bdi>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            )}
            <Drawer
              open={chosen !== null}
              onClose={() => change({ id: null })}
              size={760}
              destroyOnHidden
              title={say('measure.file')}
            >
              {rows
                .filter(({ id }) => id === chosen)
                .map((row) => (
                  <MeasureFile key={row.id} measure={row} />
                ))}
            </Drawer>
          </>
        )}
      </Loaded>
      <Drawer
        open={adding}
        onClose={() => setAdding(false)}
        size={560}
        destroyOnHidden
        title={say('measure.add')}
      >
        <NewMeasure
          made={(id) => {
            setAdding(false)
            change({ id })
          }}
        />
      </Drawer>
    </>
  )
}

function NewMeasure({ made }: { readonly made: (id: string) => void }) {
  const say = useWords()
  const { region, regions } = useSession()
  const queries = useQueryClient()
  const blank: MeasureForm = {
    ...{ region, kind: 'policy', title: '', body: '', contact: '', validUntil: null },
    validFrom: dateTime(Date.now()).slice(0, 10),
  }
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
      initial={blank}
      button={say('form.save')}
      save={async (json) => {
        const { id } = await read(api.support.$post({ json }))
        await queries.invalidateQueries(measuresQuery)
        made(id)
      }}
    />
  )
}
