import type { ReactNode } from 'react'
import { clock } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'
import { type Axed, hours, Picture } from './axis-picture.tsx'
import type { BroadcastView } from './queries.ts'
import './axis.css'

/** The moment's own label covers so much of the axis to either side, and no other stands there. */
const covered = 0.05

/** The moment at a place across the axis, `share` being 0 at its beginning and 1 at its end. */
export function momentAt({ fromMs, toMs }: BroadcastView['ledger'], share: number): number {
  return fromMs + Math.min(1, Math.max(0, share)) * (toMs - fromMs)
}

/**
 * The whole broadcast on one axis: recorded, heard, danmaku per minute, leads; what is missing is hatched and says why.
 * `children` makes of the picture something to press.
 */
export function Axis({
  view,
  atMs,
  current = null,
  children,
}: {
  readonly view: Axed
  readonly atMs: number
  /** The flag in hand. */
  readonly current?: string | null
  readonly children: (picture: ReactNode) => ReactNode
}) {
  const say = useWords()
  const { fromMs, toMs } = view.ledger
  const at = `${((atMs - fromMs) / Math.max(1, toMs - fromMs)) * 100}%`
  return (
    <section className="panel axis">
      <Lanes say={say} />
      {children(
        <>
          <Picture view={view} current={current} />
          <i className="now" style={{ left: at }} />
        </>,
      )}
      <div className="hours num" aria-hidden="true">
        {hours(fromMs, toMs)
          .filter((ms) => Math.abs(ms - atMs) > covered * (toMs - fromMs))
          .map((ms) => (
            <span key={ms} style={{ left: `${((ms - fromMs) / (toMs - fromMs)) * 100}%` }}>
              {clock(ms).slice(0, 5)}
            </span>
          ))}
        <b style={{ left: at }}>{clock(atMs)}</b>
      </div>
    </section>
  )
}

function Lanes({ say }: { readonly say: Say }) {
  return (
    <ul className="lane-names small" aria-hidden="true">
      <li>{say('broadcasts.recorded')}</li>
      <li>{say('broadcasts.spoken')}</li>
      <li>{say('broadcasts.danmakuLane')}</li>
      <li>{say('broadcasts.flags')}</li>
    </ul>
  )
}
