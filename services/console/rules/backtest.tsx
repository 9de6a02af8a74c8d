import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress, Select } from 'antd'
import { useState } from 'react'
import { hitChanges, ruleOf } from '#shared/domain/backtest.ts'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { Marked } from '../review/marked.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type BacktestView, backtestQuery } from './queries.ts'

const spans = [7, 30, 90, 366] as const
const shownSamples = 20

/** 回测: what a draft would find otherwise in what was said in the last days, before anybody is asked to rely on it. */
export function Backtest({ version }: { readonly version: string }) {
  const say = useWords()
  const queries = useQueryClient()
  const [days, setDays] = useState<number>(30)
  const query = useQuery(backtestQuery(version))
  const start = useMutation({
    mutationFn: () =>
      read(api.lexicons[':version'].backtest.$post({ param: { version }, json: { days } })),
    onSuccess: (state) => queries.setQueryData(backtestQuery(version).queryKey, state),
  })
  const last = query.data?.backtest ?? null
  const cut = last !== null && !last.running && last.finishedAt === null
  return (
    <section className="acts" data-testid="backtest">
      <h3>{say('rules.backtest')}</h3>
      <p className="quiet small">{say('rules.backtestHint')}</p>
      <div className="bar">
        <Select
          aria-label={say('rules.backtestDays')}
          value={days}
          onChange={setDays}
          options={spans.map((n) => ({ value: n, label: say('rules.lastDays', { n }) }))}
        />
        <Button
          data-testid="backtest-start"
          loading={start.isPending || last?.running === true}
          onClick={() => start.mutate()}
        >
          {say(cut ? 'rules.backtestGoOn' : 'rules.backtestStart')}
        </Button>
      </div>
      {start.error && <Alert type="error" title={sentenceOf(start.error, say)} />}
      <Loaded query={query}>
        {({ backtest }) => (backtest ? <Outcome of={backtest} /> : null)}
      </Loaded>
    </section>
  )
}

function Outcome({ of }: { readonly of: NonNullable<BacktestView['backtest']> }) {
  const say = useWords()
  const { categoryOf } = useSession()
  const { tally, done, all, finishedAt } = of
  const categories = Object.entries(tally.categories)
  return (
    <div className="backtest">
      {of.failure && <Alert type="warning" title={of.failure} />}
      {!finishedAt && (
        <Progress percent={all === 0 ? 0 : Math.floor((done / all) * 100)} size="small" />
      )}
      <p data-testid={finishedAt ? 'backtest-done' : 'backtest-part'}>
        {say('rules.backtestOf', {
          ...{ from: date(of.fromAt), to: date(of.toAt), recordings: tally.recordings },
          ...{ texts: tally.texts, judged: tally.judged, against: of.against.slice(0, 10) },
        })}{' '}
        <b>
          {say('rules.backtestSum', {
            ...{ fresh: tally.all.new, lost: tally.all.lost, moved: tally.all.moved },
            ...{ added: tally.all.flagsAdded, gone: tally.all.flagsGone, minutes: of.minutes },
          })}
        </b>
      </p>
      {categories.length > 0 && (
        <table className="sums">
          <thead>
            <tr>
              <th>{say('review.category')}</th>
              {hitChanges.map((change) => (
                <th key={change}>{say(`rules.change.${change}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {categories.map(([id, counts]) => (
              <tr key={id}>
                <td>{categoryOf(id)}</td>
                {hitChanges.map((change) => (
                  <td key={change} className="num">
                    {counts[change]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ul className="samples">
        {tally.samples.slice(0, shownSamples).map((sample) => {
          const hit = ruleOf(sample)
          return (
            <li key={`${sample.change} ${sample.recordingId} ${sample.sourceSeq} ${hit.start}`}>
              <span className="pill">{say(`rules.change.${sample.change}`)}</span>{' '}
              <Marked text={sample.text} marks={[hit]} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
