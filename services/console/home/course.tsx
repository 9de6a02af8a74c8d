import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { type DayRow, daysQuery } from './queries.ts'

const width = 340
const height = 132
const foot = 18

/** Leads of the last two weeks by the day they were said, and what people made of them. */
export function Course() {
  const say = useWords()
  const query = useQuery(daysQuery)
  return (
    <section className="panel card">
      <h2>{say('home.course')}</h2>
      <Loaded query={query}>{({ rows }) => <Bars rows={rows} />}</Loaded>
    </section>
  )
}

function Bars({ rows }: { readonly rows: DayRow[] }) {
  const say = useWords()
  const most = Math.max(1, ...rows.map(({ found }) => found))
  const step = width / rows.length
  const tall = (n: number) => (n / most) * (height - foot - 14)
  const sentence = (row: DayRow) => say('home.ofDay', { ...row })
  return (
    <figure className="course">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={rows.map(sentence).join('；')}>
        <line x1="0" x2={width} y1={height - foot} y2={height - foot} stroke="var(--line)" />
        <text x="0" y="9" className="axis">
          {most}
        </text>
        {rows.map((row, i) => {
          const x = i * step + 3
          const bar = { x, width: step - 6 }
          const floor = height - foot
          const [confirmed, open, all] = [row.confirmed, row.open, row.found].map(tall) as [
            number,
            number,
            number,
          ]
          return (
            <g key={row.day}>
              <title>{sentence(row)}</title>
              <rect {...bar} y={floor - all} height={all} className="rest" />
              <rect {...bar} y={floor - confirmed - open} height={open} className="open" />
              <rect {...bar} y={floor - confirmed} height={confirmed} className="confirmed" />
              {i % 2 === 1 && (
                <text x={x + step / 2 - 3} y={height - 4} className="axis" textAnchor="middle">
                  {row.day.slice(5)}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <figcaption className="small">
        {(['confirmed', 'open', 'rest'] as const).map((name) => (
          <span key={name} className={name}>
            {say(`home.legend.${name}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
