import { Input, InputNumber } from 'antd'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { FilledMark } from './card.ts'
import type { Panel, ProposedPoints, Sheet } from './queries.ts'

type Item = Sheet['groups'][number]['criteria'][number]['items'][number]

/** One line of the sheet: what monitoring proposes and why, the points given, and the note a departure needs. */
export function SheetItem({
  item,
  proposal,
  range,
  mark,
  put,
}: {
  readonly item: Item
  readonly proposal: ProposedPoints['proposals'][number] | undefined
  readonly range: NonNullable<Panel['differences']>[number] | undefined
  readonly mark: FilledMark | undefined
  readonly put: (mark: FilledMark) => void
}) {
  const say = useWords()
  const { points, note } = mark ?? { points: null, note: '' }
  const auto = proposal?.points ?? null
  const needsNote = range !== undefined || (auto !== null && points !== null && points !== auto)
  return (
    <div className="item">
      <span>
        <span className="num quiet">{item.id}</span> {item.text}
        {proposal && item.auto && (
          <span className="small quiet">
            {' '}
            {auto === null
              ? proposal.why
              : say('scoring.proposed', { points: score(auto), why: proposal.why })}
          </span>
        )}
        {range && (
          <b className="small late">
            {' '}
            {say('scoring.range', { low: score(range.low), high: score(range.high) })}
          </b>
        )}
      </span>
      <InputNumber
        min={0}
        max={item.points}
        step={0.5}
        suffix={`/${item.points}`}
        aria-label={`${item.id} ${item.text}`}
        value={points}
        onChange={(next) => put({ points: next, note })}
      />
      {(needsNote || note !== '') && (
        <Input
          maxLength={2000}
          aria-label={say('scoring.note')}
          placeholder={say('scoring.note')}
          value={note}
          onChange={(event) => put({ points, note: event.target.value })}
        />
      )}
    </div>
  )
}
