import { queryOptions, useQuery } from '@tanstack/react-query'
import { Descriptions, Input } from 'antd'
import { verbs as rights, type Verb } from '#shared/domain/rights.ts'
import { failureOf } from '../client.ts'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'

interface Operation {
  readonly method: string
  readonly path: string
  readonly verb: string
}

/** The description the API gives of itself, by path. */
const operationsQuery = queryOptions({
  queryKey: ['openapi'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<readonly Operation[]> => {
    const answer = await fetch('/api/openapi.json')
    if (!answer.ok) throw await failureOf(answer)
    const { paths } = (await answer.json()) as {
      paths: Record<string, Record<string, { 'x-verb'?: string }>>
    }
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { 'x-verb': verb = '' }]) => ({
        method: method.toUpperCase(),
        path,
        verb,
      })),
    )
  },
})

/** 关于: who one is here, and the interface other programs use. */
export function AboutPage() {
  const say = useWords()
  const { name, roles, regionName } = useSession()
  const operations = useQuery(operationsQuery)
  return (
    <div className="page">
      <section className="panel" style={{ padding: 20 }}>
        <Descriptions
          column={2}
          items={[
            { key: 'name', label: say('about.you'), children: name },
            { key: 'region', label: say('users.region'), children: regionName },
            {
              key: 'roles',
              label: say('users.roles'),
              span: 2,
              children: roles.map((one) => say(`role.${one}`)).join('、'),
            },
            {
              key: 'public',
              label: say('nav.public'),
              children: (
                <a href="/public" target="_blank" rel="noreferrer">
                  /public
                </a>
              ),
            },
            {
              key: 'api',
              label: say('about.openapi'),
              children: (
                <a href="/api/openapi.json" target="_blank" rel="noreferrer">
                  /api/openapi.json
                </a>
              ),
            },
          ]}
        />
      </section>
      <h2 style={{ fontSize: 15 }}>{say('about.api')}</h2>
      <p className="quiet">{say('about.apiHint')}</p>
      <Loaded query={operations}>{(rows) => <Operations rows={rows} />}</Loaded>
    </div>
  )
}

const isVerb = (name: string): name is Verb => Object.hasOwn(rights, name)

function Operations({ rows }: { readonly rows: readonly Operation[] }) {
  const say = useWords()
  const [params, change] = useParams()
  const { verbs } = useSession()
  const text = params.get('q') ?? ''
  const shown = rows.filter(({ path, verb }) => path.includes(text) || verb.includes(text))
  return (
    <>
      <Input.Search
        allowClear
        style={{ width: 280 }}
        aria-label={say('about.search')}
        placeholder={say('about.search')}
        defaultValue={text}
        onChange={(event) => change({ q: event.target.value })}
      />
      <section className="panel scroll-x">
        <table className="sums">
          <thead>
            <tr>
              <th scope="col">{say('about.method')}</th>
              <th scope="col">{say('about.path')}</th>
              <th scope="col">{say('about.verb')}</th>
              <th scope="col">{say('about.yours')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ method, path, verb }) => (
              <tr key={`${method} ${path}`}>
                <td>
                  <code>{method}</code>
                </td>
                <td>
                  <code>/api{path}</code>
                </td>
                <td>
                  {isVerb(verb) && say(`verb.${verb}`)} <code className="quiet">{verb}</code>
                </td>
                <td>{verbs.some((one) => one === verb) ? say('about.may') : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
