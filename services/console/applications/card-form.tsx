import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { cardOf, type Filled, prefilled, unfilled } from './card.ts'
import { Bonus, Groups, Vetoes } from './card-parts.tsx'
import type { Panel, ProposedPoints, Sheet } from './queries.ts'

/** 赋分表: twelve criteria in four groups, the points monitoring proposes filled in, vetoes with the paper each rests on. */
export function CardForm({
  id,
  sheet,
  proposed,
  final,
  differences,
}: {
  readonly id: string
  readonly sheet: Sheet
  readonly proposed: ProposedPoints
  readonly final: boolean
  readonly differences: NonNullable<Panel['differences']>
}) {
  const say = useWords()
  const queries = useQueryClient()
  const [filled, setFilled] = useState<Filled>(() => prefilled(sheet, proposed.proposals))
  const left = unfilled(sheet, filled)
  const handing = useMutation({
    mutationFn: async () => {
      const ask = { param: { id }, json: cardOf(filled) }
      const route = api.scorecards[':id']
      await read(final ? route.final.$post(ask) : route.card.$post(ask))
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['panel', id] })
      await queries.invalidateQueries({ queryKey: ['application', id] })
    },
  })
  const part = {
    sheet,
    filled,
    fill: (some: Partial<Filled>) => setFilled({ ...filled, ...some }),
  }
  return (
    <section className="panel card scoring" data-testid="card-form">
      <h3>{say(final ? 'scoring.settle' : 'scoring.own', { title: sheet.title })}</h3>
      <p className="quiet small">
        {say('scoring.seen', { hours: proposed.hours, min: proposed.minHours })}
      </p>
      <Groups {...part} proposals={proposed.proposals} differences={differences} />
      <Bonus {...part} />
      <Vetoes {...part} />
      {handing.error && <Alert type="error" title={sentenceOf(handing.error, say)} />}
      <div className="bar">
        <Button
          type="primary"
          data-testid="card-submit"
          disabled={left > 0}
          loading={handing.isPending}
          onClick={() => handing.mutate()}
        >
          {say(final ? 'scoring.settleNow' : 'scoring.submit')}
        </Button>
        {left > 0 && <span className="quiet">{say('scoring.left', { n: left })}</span>}
      </div>
    </section>
  )
}
