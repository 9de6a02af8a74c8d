import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { cell, useCell } from '../frame/cell.ts'
import { Link } from '../frame/link.tsx'
import { stored, useStored } from '../frame/stored.ts'
import { authStateQuery } from '../sign-in/queries.ts'
import { useWords } from '../words/words.ts'
import { useOwnKeys } from './use-own-keys.ts'

const stops = ['queue', 'phrase', 'verdict', 'undo', 'report'] as const
export type Stop = (typeof stops)[number]

const done = cell<ReadonlySet<Stop>>(new Set())
const shown = stored<'on' | 'off'>('tour', 'on')

/** Notes that the visitor did what a stop of the tour asks for. */
export function did(stop: Stop): void {
  if (!done.get().has(stop)) done.set(new Set([...done.get(), stop]))
}

/** In the demo only: five things to do on this very screen, each ticked off by doing it; gone for good when closed. */
export function Tour() {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const state = useQuery(authStateQuery).data
  const [mode, setMode] = useStored(shown)
  const finished = useCell(done, (all) => all)
  if (!state || state.demo.length === 0 || mode === 'off') return null
  const next = stops.find((stop) => !finished.has(stop))
  const keys = { next: keyOf('next'), again: keyOf('again'), undo: keyOf('undo') }
  return (
    <section className="tour" aria-label={say('tour.title')} data-testid="tour">
      <h3>
        {say(next ? 'tour.title' : 'tour.finished')}
        <Button size="small" type="text" onClick={() => setMode('off')} data-testid="tour-close">
          {say('tour.close')}
        </Button>
      </h3>
      <ol>
        {stops.map((stop) => (
          <li
            key={stop}
            className={finished.has(stop) ? 'done' : ''}
            aria-current={stop === next ? 'step' : undefined}
            data-testid={`tour-${stop}`}
          >
            {stop === 'report' ? (
              <Link href="/reports" onClick={() => did('report')}>
                {say('tour.report')}
              </Link>
            ) : (
              say(`tour.${stop}`, keys)
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
