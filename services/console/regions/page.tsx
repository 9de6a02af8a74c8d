import { queryOptions, useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import './regions.css'

const regionsQuery = queryOptions({
  queryKey: ['regions'],
  queryFn: () => read(api.system.regions.$get()),
})

type Row = Awaited<ReturnType<NonNullable<(typeof regionsQuery)['queryFn']>>>['rows'][number]

const counted = [
  ...(['rooms', 'listed', 'operators', 'users'] as const),
  ...(['openFlags', 'notices', 'removals', 'applications'] as const),
]

/** 组织区划: the tree of policies/regions.yaml, with what belongs to each region and all below it. */
export function RegionsPage() {
  const say = useWords()
  const query = useQuery(regionsQuery)
  return (
    <Loaded query={query}>
      {({ rows }) => (
        <div className="page regions" data-testid="regions-page">
          <p className="quiet">{say('regions.hint')}</p>
          {rows.some(({ known }) => !known) && (
            <Alert type="error" showIcon title={say('regions.lost')} />
          )}
          <section className="panel scroll-x">
            <table className="sums">
              <thead>
                <tr>
                  <th scope="col">{say('rooms.region')}</th>
                  <th scope="col">{say('regions.kind')}</th>
                  <th scope="col">{say('regions.code')}</th>
                  {counted.map((what) => (
                    <th key={what} scope="col" className="n">
                      {say(`regions.${what}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Line key={row.path} row={row} />
                ))}
              </tbody>
            </table>
          </section>
          <section className="panel card">
            <h2>{say('regions.howTo')}</h2>
            <ol className="lines steps">
              <li>{say('regions.step1')}</li>
              <li>{say('regions.step2')}</li>
              <li>{say('regions.step3')}</li>
            </ol>
          </section>
        </div>
      )}
    </Loaded>
  )
}

function Line({ row }: { readonly row: Row }) {
  const say = useWords()
  const can = useCan()
  const { path, name, kind, code, depth, known } = row
  return (
    <tr data-testid="region-row" className={depth === 0 ? 'root' : ''}>
      <th scope="row" style={{ paddingLeft: 10 + depth * 20 }}>
        {depth > 0 && (
          <span className="branch" aria-hidden="true">
            └
          </span>
        )}
        <bdi className={known ? '' : 'late'}>{name}</bdi> <code className="quiet">{path}</code>
      </th>
      <td>{known ? say(`regions.${kind}`) : say('regions.gone')}</td>
      <td className="num">{code ?? <span className="quiet">–</span>}</td>
      {counted.map((what) => (
        <td key={what} className={row[what] === 0 ? 'n quiet' : 'n'}>
          {what === 'rooms' && row.rooms > 0 && can('room.read') ? (
            <Link href={`/rooms?region=${encodeURIComponent(path)}`}>{row.rooms}</Link>
          ) : (
            row[what]
          )}
        </td>
      ))}
    </tr>
  )
}
