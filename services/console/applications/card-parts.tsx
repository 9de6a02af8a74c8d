import { Checkbox, Input, InputNumber } from 'antd'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Filled, sumOf } from './card.ts'
import type { Panel, ProposedPoints, Sheet } from './queries.ts'
import { SheetItem } from './sheet-item.tsx'

interface Part {
  readonly sheet: Sheet
  readonly filled: Filled
  readonly fill: (part: Partial<Filled>) => void
}

/** The criteria in their groups, each line with what monitoring proposes and where the scorers differ. */
export function Groups({
  sheet,
  filled,
  fill,
  proposals,
  differences,
}: Part & {
  readonly proposals: ProposedPoints['proposals']
  readonly differences: NonNullable<Panel['differences']>
}) {
  const say = useWords()
  return sheet.groups.map(({ id, name, criteria }) => {
    const items = criteria.flatMap((criterion) => criterion.items)
    const most = criteria.reduce((sum, { points }) => sum + points, 0)
    return (
      <details key={id} open>
        <summary>
          <b>
            {id} {name}
          </b>
          <span className="num quiet">
            {score(sumOf(items, filled))}/{most}
          </span>
        </summary>
        {criteria.map((criterion) => (
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
                proposal={proposals.find((p) => p.item === item.id)}
                range={differences.find((d) => d.item === item.id)}
                mark={filled.marks[item.id]}
                put={(mark) => fill({ marks: { ...filled.marks, [item.id]: mark } })}
              />
            ))}
          </div>
        ))}
      </details>
    )
  })
}

export function Bonus({ sheet: { bonus }, filled, fill }: Part) {
  const say = useWords()
  return (
    <details>
      <summary>
        <b>{say('scoring.bonus', { max: bonus.max })}</b>
      </summary>
      {bonus.items.map((item) => (
        <div key={item.id} className="item">
          <span>{item.text}</span>
          <InputNumber
            min={0}
            max={item.points}
            step={0.5}
            aria-label={item.text}
            value={filled.bonus[item.id] ?? 0}
            onChange={(points) => fill({ bonus: { ...filled.bonus, [item.id]: points ?? 0 } })}
          />
        </div>
      ))}
    </details>
  )
}

/** Vetoes, each with the paper it rests on. */
export function Vetoes({ sheet, filled, fill }: Part) {
  const say = useWords()
  return (
    <details>
      <summary>
        <b>{say('scoring.vetoes')}</b>
      </summary>
      {sheet.vetoes.map(({ id, text, document, basis }) => {
        const held = filled.vetoes[id]
        const put = (paper: string | undefined) =>
          fill({ vetoes: { ...filled.vetoes, [id]: paper } })
        return (
          <div key={id} className="item">
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
  )
}
