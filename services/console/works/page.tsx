import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { api, read } from '../client.ts'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { useWords, type Word } from '../words/words.ts'

const fetchWorks = () => read(api.system.works.$get())
const worksQuery = queryOptions({
  queryKey: ['works'],
  queryFn: fetchWorks,
  refetchInterval: 10_000,
})

type Work = Awaited<ReturnType<typeof fetchWorks>>['stages'][number]
type GivenUp = Work['givenUp'][number]

/** 任务队列: what each stage has before it, and what it gave up and why. */
export function WorksPage() {
  const say = useWords()
  const works = useQuery(worksQuery)
  return (
    <Loaded query={works}>
      {({ stages, board }) => (
        <div className="page">
          <div className="bar">
            <p className="quiet">{say('works.hint')}</p>
            {board && (
              <a className="end" href={board} target="_blank" rel="noreferrer">
                {say('works.board')}
              </a>
            )}
          </div>
          <section className="panel scroll-x">
            <table className="sums">
              <thead>
                <tr>
                  <th scope="col">{say('works.stage')}</th>
                  {(['pending', 'waiting', 'running', 'delayed', 'givenUp'] as const).map((key) => (
                    <th key={key} scope="col" className="n" title={say(`works.${key}Hint`)}>
                      {say(`works.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {stages.map((work) => (
                  <tr key={work.stage} data-testid="work-row">
                    <th scope="row">{say(`stage.${work.stage}` as Word)}</th>
                    <td className="n">{work.pending < 1000 ? work.pending : '≥ 1000'}</td>
                    <td className="n">{work.waiting}</td>
                    <td className="n">{work.running}</td>
                    <td className="n">{work.delayed}</td>
                    <td className="n">{work.givenUp.reduce((sum, { n }) => sum + n, 0)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <Failures rows={stages.flatMap(({ givenUp }) => givenUp)} />
        </div>
      )}
    </Loaded>
  )
}

function Failures({ rows }: { readonly rows: readonly GivenUp[] }) {
  const say = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const trying = useMutation({
    mutationFn: (stage: GivenUp['stage']) =>
      read(api.system.works[':stage'].again.$post({ param: { stage } })),
    onSuccess: ({ n }) => {
      void message.success(say('works.putBack', { n }))
      return queries.invalidateQueries(worksQuery)
    },
  })
  if (rows.length === 0) return <p className="quiet">{say('works.noneGivenUp')}</p>
  return (
    <section className="panel scroll-x">
      {trying.error && <Alert type="error" title={sentenceOf(trying.error, say)} />}
      <table className="sums">
        <caption>{say('works.givenUp')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('works.stage')}</th>
            <th scope="col">{say('works.why')}</th>
            <th scope="col" className="n">
              {say('works.n')}
            </th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ stage, why, n, again }) => (
            <tr key={`${stage} ${why}`}>
              <td>{say(`stage.${stage}`)}</td>
              <td>
                <bdi>{why}</bdi>
              </td>
              <td className="n">{n}</td>
              <td>
                {again ? (
                  <Button
                    size="small"
                    loading={trying.isPending && trying.variables === stage}
                    onClick={() => trying.mutate(stage)}
                  >
                    {say('works.again')}
                  </Button>
                ) : (
                  <span className="quiet small">{say('works.notAgain')}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
