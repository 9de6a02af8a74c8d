import { memo } from 'react'
import { clock } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { BroadcastView } from './queries.ts'

const width = 1200
const lane = 20
const lanes = { recorded: 0, transcribed: 1, danmaku: 2, flags: 3 } as const
const height = lane * 4 + 22
const minuteMs = 60_000

export type Axed = Pick<BroadcastView, 'ledger' | 'comments' | 'flags'>

/** Drawn once a broadcast: only the line of the moment moves. */
export const Picture = memo(function Picture({
  view: { ledger, comments, flags },
  current,
}: {
  readonly view: Axed
  readonly current: string | null
}) {
  const say = useWords()
  const { fromMs, toMs } = ledger
  const whole = Math.max(1, toMs - fromMs)
  const x = (ms: number) => ((ms - fromMs) / whole) * width
  const wide = (from: number, to: number) => Math.max(0.6, x(to) - x(from))
  const most = Math.max(1, ...comments.map(({ n }) => n))
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <GapPattern />
      {(['recorded', 'transcribed'] as const).map((kind) => (
        <Spans key={kind} kind={kind} ledger={ledger} x={x} wide={wide} />
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
          className={`mark sev${severity} ${state} ${id === current ? 'current' : ''}`}
        />
      ))}
      {hours(fromMs, toMs).map((ms) => (
        <g key={ms}>
          <line x1={x(ms)} x2={x(ms)} y1="0" y2={height - 14} stroke="var(--line)" />
        </g>
      ))}
    </svg>
  )
})

/** What there is of one kind, and what is missing. */
function Spans({
  kind,
  ledger,
  x,
  wide,
}: {
  readonly kind: 'recorded' | 'transcribed'
  readonly ledger: BroadcastView['ledger']
  readonly x: (ms: number) => number
  readonly wide: (fromMs: number, toMs: number) => number
}) {
  const say = useWords()
  const { covered, gaps } = ledger.kinds[kind]
  return (
    <g transform={`translate(0 ${lanes[kind] * lane})`}>
      {covered.map((span) => (
        <rect
          key={span.fromMs}
          x={x(span.fromMs)}
          y="3"
          width={wide(span.fromMs, span.toMs)}
          height={lane - 6}
          className={`lane-${kind}`}
        />
      ))}
      {gaps.map((gap) => (
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
  )
}

function GapPattern() {
  return (
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
  )
}

/** Round moments inside a stretch: so many that about eight fit. */
export function hours(fromMs: number, toMs: number): number[] {
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
