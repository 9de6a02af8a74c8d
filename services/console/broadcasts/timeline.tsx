import type { KeyboardEvent, PointerEvent } from 'react'
import { clock } from '../words/format.ts'
import { type Say, useWords } from '../words/words.ts'
import type { BroadcastView } from './queries.ts'

const width = 1200
const lane = 20
const lanes = { recorded: 0, transcribed: 1, danmaku: 2, flags: 3 } as const
const height = lane * 4 + 22
/** One press of an arrow key. */
const stepMs = 10_000
const minuteMs = 60_000

/** The whole broadcast on one axis: recorded, heard, danmaku per minute, leads; what is missing is hatched and says why. */
export function Timeline({
  view: { ledger, comments, flags },
  atMs,
  seek,
}: {
  readonly view: BroadcastView
  readonly atMs: number
  readonly seek: (ms: number) => void
}) {
  const say = useWords()
  const { fromMs, toMs } = ledger
  const whole = Math.max(1, toMs - fromMs)
  const x = (ms: number) => ((ms - fromMs) / whole) * width
  const wide = (from: number, to: number) => Math.max(0.6, x(to) - x(from))
  const most = Math.max(1, ...comments.map(({ n }) => n))
  const inside = (ms: number) => Math.min(toMs, Math.max(fromMs, ms))
  const press = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width: px } = event.currentTarget.getBoundingClientRect()
    seek(inside(fromMs + ((event.clientX - left) / px) * whole))
  }
  const keys = (event: KeyboardEvent) => {
    const by = {
      ArrowLeft: -stepMs,
      ArrowRight: stepMs,
      PageUp: -30 * stepMs,
      PageDown: 30 * stepMs,
    }
    if (!Object.hasOwn(by, event.key)) return
    event.preventDefault()
    seek(inside(atMs + by[event.key as keyof typeof by]))
  }
  return (
    <section className="panel timeline">
      <Lanes say={say} />
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
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <defs>
            <pattern
              id="gap"
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" fill="var(--raised)" />
              <line x1="0" x2="0" y1="0" y2="6" stroke="var(--alarm)" strokeWidth="2" />
            </pattern>
          </defs>
          {(['recorded', 'transcribed'] as const).map((kind) => (
            <g key={kind} transform={`translate(0 ${lanes[kind] * lane})`}>
              {ledger.kinds[kind].covered.map((span) => (
                <rect
                  key={span.fromMs}
                  x={x(span.fromMs)}
                  y="3"
                  width={wide(span.fromMs, span.toMs)}
                  height={lane - 6}
                  className={`lane-${kind}`}
                />
              ))}
              {ledger.kinds[kind].gaps.map((gap) => (
                <rect
                  key={`${gap.fromMs}-${gap.reason}`}
                  x={x(gap.fromMs)}
                  y="3"
                  width={wide(gap.fromMs, gap.toMs)}
                  height={lane - 6}
                  fill="url(#gap)"
                >
                  <title>
                    {say('broadcasts.gap', {
                      from: clock(gap.fromMs),
                      to: clock(gap.toMs),
                      why: gap.reason,
                    })}
                  </title>
                </rect>
              ))}
            </g>
          ))}
          {comments.map(({ atMs: from, n }) => {
            const tall = Math.max(1, (n / most) * (lane - 3))
            return (
              <rect
                key={from}
                x={x(from)}
                y={(lanes.danmaku + 1) * lane - tall}
                width={wide(from, from + minuteMs)}
                height={tall}
                className="lane-danmaku"
              >
                <title>{say('broadcasts.comments', { at: clock(from), n })}</title>
              </rect>
            )
          })}
          {flags.map(({ id, saidAt, severity, state }) => (
            <rect
              key={id}
              x={x(Date.parse(saidAt)) - 1.5}
              y={lanes.flags * lane + 3}
              width="3"
              height={lane - 4}
              className={`mark sev${severity} ${state}`}
            />
          ))}
          {hours(fromMs, toMs).map((ms) => (
            <g key={ms}>
              <line x1={x(ms)} x2={x(ms)} y1="0" y2={height - 14} stroke="var(--line)" />
            </g>
          ))}
          <line
            x1={x(atMs)}
            x2={x(atMs)}
            y1="0"
            y2={height - 12}
            stroke="var(--accent)"
            strokeWidth="2"
          />
        </svg>
      </div>
      <div className="hours num" aria-hidden="true">
        {hours(fromMs, toMs).map((ms) => (
          <span key={ms} style={{ left: `${(x(ms) / width) * 100}%` }}>
            {clock(ms).slice(0, 5)}
          </span>
        ))}
        <b style={{ left: `${(x(atMs) / width) * 100}%` }}>{clock(atMs)}</b>
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

/** Round moments inside a stretch: so many that about eight fit. */
function hours(fromMs: number, toMs: number): number[] {
  const step =
    [1, 5, 10, 15, 30, 60, 120, 240]
      .map((n) => n * minuteMs)
      .find((s) => (toMs - fromMs) / s <= 9) ?? 480 * minuteMs
  const first = Math.ceil(fromMs / step) * step
  return Array.from(
    { length: Math.max(0, Math.floor((toMs - first) / step) + 1) },
    (_, i) => first + i * step,
  )
}
