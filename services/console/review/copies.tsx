import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { copiesQuery, type FlagRow } from '../queries.ts'
import { shortTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { BatchInHand } from './batch.ts'
import { useOwnKeys } from './use-own-keys.ts'
import { verdicts } from './verdict-buttons.tsx'

/** Copies of one script: the samples to open first, who is part of the batch, and one verdict for all of them. */
export function Copies({
  row,
  chosen,
  batch,
  open,
  judgeAll,
}: {
  readonly row: FlagRow
  readonly chosen: string
  readonly batch: BatchInHand
  readonly open: (flagId: string) => void
  readonly judgeAll: (verdict: Verdict) => void
}) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const [all, showAll] = useState(false)
  const copies = useQuery(copiesQuery(row.flagIds)).data?.rows ?? []
  const { samples, opened, flagIds, leave } = batch
  const shown = all ? copies : copies.filter(({ id }) => samples.includes(id) || id === chosen)
  return (
    <section className="fact copies" data-testid="copies">
      <h3>{say('batch.title', { n: row.flagIds.length, rooms: row.rooms })}</h3>
      <p className="small quiet" data-testid="samples-opened">
        {say('batch.samples', { n: opened.length, of: samples.length })}
      </p>
      <ul>
        {shown.map(({ id, room, saidAt }) => (
          <li key={id} aria-current={id === chosen}>
            <Checkbox
              aria-label={say('batch.in', { room })}
              checked={flagIds.includes(id)}
              onChange={() => leave(id)}
            />
            <button type="button" onClick={() => open(id)}>
              <bdi>{room}</bdi>
              <span className="num small quiet">{shortTime(saidAt)}</span>
            </button>
            {samples.includes(id) && (
              <span className={opened.includes(id) ? 'pill strong' : 'pill'}>
                {say(opened.includes(id) ? 'batch.opened' : 'batch.sample')}
              </span>
            )}
          </li>
        ))}
      </ul>
      {!all && copies.length > shown.length && (
        <Button size="small" type="link" onClick={() => showAll(true)}>
          {say('batch.show', { n: copies.length })}
        </Button>
      )}
      <h3>{say('batch.judge', { n: flagIds.length })}</h3>
      <div className="all">
        {verdicts.map((verdict) => (
          <button
            key={verdict}
            type="button"
            data-testid={`all-${verdict}`}
            aria-keyshortcuts={keyOf(`all-${verdict}`)}
            disabled={flagIds.length < 2}
            onClick={() => judgeAll(verdict)}
          >
            <kbd className="key">{keyOf(`all-${verdict}`)}</kbd>
            {say(`verdict.${verdict}`)}
          </button>
        ))}
      </div>
    </section>
  )
}
