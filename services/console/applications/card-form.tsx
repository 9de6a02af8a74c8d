import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { cardOf, type Filled, prefilled, sumOf, unfilled } from './card.ts'
import type { Panel, ProposedPoints, Sheet } from './queries.ts'
import { SheetItem } from './sheet-item.tsx'

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
  return (
    <section className="panel card scoring" data-testid="card-form">
      <h3>{say(final ? 'scoring.settle' : 'scoring.own', { title: sheet.title })}</h3>
      <p className="quiet small">
        {say('scoring.seen', { hours: proposed.hours, min: proposed.minHours })}
      </p>
      {sheet.groups.map((group) => (
        <details key={group.id} open>
          <summary>
            <b>
              {group.id} {group.name}
            </b>
            <span className="num quiet">
              {score(
                sumOf(
                  group.criteria.flatMap(({ items }) => items),
                  filled,
                ),
              )}
              /{group.criteria.reduce((sum, { points }) => sum + points, 0)}
            </span>
          </summary>
          {group.criteria.map((criterion) => (
            <div key={criterion.code} className="criterion">
              <h4>
                {criterion.code} {criterion.name}
                <span className="quiet small">
                  {say('scoring.evidence', { papers: criterion.evidence.join('、') })}
                </span>
              </h4>
              {criterion.items.map((item) => (
                <SheetItem
                  key={item.id}
                  item={item}
                  proposal={proposed.proposals.find((p) => p.item === item.id)}
                  range={differences.find((d) => d.item === item.id)}
                  mark={filled.marks[item.id]}
                  put={(mark) =>
                    setFilled({ ...filled, marks: { ...filled.marks, [item.id]: mark } })
                  }
                />
              ))}
            </div>
          ))}
        </details>
      ))}
      <details>
        <summary>
          <b>{say('scoring.bonus', { max: sheet.bonus.max })}</b>
        </summary>
        {sheet.bonus.items.map((item) => (
          <div key={item.id} className="item">
            <span>{item.text}</span>
            <InputNumber
              min={0}
              max={item.points}
              step={0.5}
              aria-label={item.text}
              value={filled.bonus[item.id] ?? 0}
              onChange={(points) =>
                setFilled({ ...filled, bonus: { ...filled.bonus, [item.id]: points ?? 0 } })
              }
            />
          </div>
        ))}
      </details>
      <details>
        <summary>
          <b>{say('scoring.vetoes')}</b>
        </summary>
        {sheet.vetoes.map(({ id: veto, text, document, basis }) => {
          const held = filled.vetoes[veto]
          const put = (paper: string | undefined) =>
            setFilled({ ...filled, vetoes: { ...filled.vetoes, [veto]: paper } })
          return (
            <div key={veto} className="item">
              <Checkbox
                checked={held !== undefined}
                onChange={(event) => put(event.target.checked ? '' : undefined)}
              >
                {text} <span className="quiet small">{basis}</span>
              </Checkbox>
              {held !== undefined && (
                <Input
                  aria-label={document}
                  placeholder={document}
                  value={held}
                  onChange={(event) => put(event.target.value)}
                />
              )}
            </div>
          )
        })}
      </details>
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
