import type { KeyboardEvent, PointerEvent } from 'react'
import { clock } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Axis, momentAt } from './axis.tsx'
import type { BroadcastView } from './queries.ts'

/** One press of an arrow key. */
const stepMs = 10_000
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -stepMs,
  ArrowRight: stepMs,
  PageUp: -30 * stepMs,
  PageDown: 30 * stepMs,
}

/** The axis as a slider: a press or an arrow key goes to its moment. */
export function Timeline({
  view,
  atMs,
  seek,
}: {
  readonly view: BroadcastView
  readonly atMs: number
  readonly seek: (ms: number) => void
}) {
  const say = useWords()
  const { fromMs, toMs } = view.ledger
  const press = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    seek(momentAt(view.ledger, (event.clientX - left) / width))
  }
  const keys = (event: KeyboardEvent) => {
    const by = steps[event.key]
    if (by === undefined) return
    event.preventDefault()
    seek(Math.min(toMs, Math.max(fromMs, atMs + by)))
  }
  return (
    <Axis view={view} atMs={atMs}>
      {(picture) => (
        <div
          className="axis-press"
          role="slider"
          tabIndex={0}
          aria-label={say('broadcasts.axis')}
          aria-valuemin={fromMs}
          aria-valuemax={toMs}
          aria-valuenow={Math.round(atMs)}
          aria-valuetext={clock(atMs)}
          data-testid="timeline"
          onPointerDown={press}
          onKeyDown={keys}
        >
          {picture}
        </div>
      )}
    </Axis>
  )
}
