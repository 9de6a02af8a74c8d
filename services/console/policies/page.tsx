import { queryOptions, useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Loaded } from '../frame/states.tsx'
import { useWords, type Word } from '../words/words.ts'
import { PoolPreview } from './preview.tsx'
import './policies.css'

const fetchPolicies = () => read(api.system.policies.$get())
const policiesQuery = queryOptions({ queryKey: ['policies'], queryFn: fetchPolicies })

type PolicyRow = Awaited<ReturnType<typeof fetchPolicies>>['rows'][number]

/** 策略: what the bureau decided, as the files say it now. */
export function PoliciesPage() {
  const say = useWords()
  const can = useCan()
  const list = useQuery(policiesQuery)
  return (
    <Loaded query={list}>
      {({ rows }) => (
        <div className="page policies">
          <p className="quiet">{say('policies.hint')}</p>
          <section className="panel scroll-x">
            <table className="sums">
              <thead>
                <tr>
                  {(['what', 'file', 'version', 'from', 'state'] as const).map((key) => (
                    <th key={key} scope="col">
                      {say(`policies.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Row key={row.file} row={row} />
                ))}
              </tbody>
            </table>
          </section>
          {can('policy.preview') && <PoolPreview />}
        </div>
      )}
    </Loaded>
  )
}

function Row({ row: { file, versions, faults, changed, sha256 } }: { readonly row: PolicyRow }) {
  const say = useWords()
  const name = file.startsWith('scoring/') ? 'scoring' : file.replace(/\.yaml$/, '')
  const lines = versions.length > 0 ? versions : [null]
  return lines.map((one, i) => (
    <tr key={one?.version ?? file} data-testid="policy-row">
      {i === 0 && (
        <>
          <th scope="row" rowSpan={lines.length}>
            {say(`policy.${name}` as Word)}
          </th>
          <td rowSpan={lines.length}>
            <code title={`SHA-256 ${sha256}`}>{file}</code>
          </td>
        </>
      )}
      <td>{one ? `${one.version} · ${one.note}` : <span className="quiet">—</span>}</td>
      <td className="num">{one?.effectiveFrom ?? '—'}</td>
      <td>
        {one && (
          <span className={one.inForce ? 'pill strong' : 'pill'}>
            {say(one.inForce ? 'policies.inForce' : 'policies.notInForce')}
          </span>
        )}
        {i === 0 && changed && <span className="pill">{say('policies.changed')}</span>}
        {i === 0 && faults.length === 0 && !one && (
          <span className="pill strong">{say('policies.sound')}</span>
        )}
        {faults.length > 0 && (
          <Alert
            type="error"
            title={say('policies.faulty')}
            description={faults.map((fault) => <div key={fault}>{fault}</div>)}
          />
        )}
      </td>
    </tr>
  ))
}
