import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../frame/states.tsx'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type CourseRow, courseQuery } from './queries.ts'

const width = 620
const height = 150
const foot = 30
/** Room on the right for the numbers of the lines. */
const axis = 26

/** The score of the last ninety days, and the colour each day had. */
export function Course({ roomId }: { readonly roomId: string }) {
  const query = useQuery(courseQuery(roomId))
  return <Loaded query={query}>{({ rows }) => <Line rows={rows} />}</Loaded>
}

function Line({ rows }: { readonly rows: readonly CourseRow[] }) {
  const say = useWords()
  const step = (width - axis) / rows.length
  const y = (points: number) => 8 + (1 - points / 100) * (height - foot - 8)
  const path = rows.map(
    ({ score: points }, i) => `${i * step},${y(points)} ${(i + 1) * step},${y(points)}`,
  )
  const runs = runsOf(rows)
  const sentence = runs
    .map(({ from, to, colour }) =>
      say(from === to ? 'room.runDay' : 'room.run', { from, to, colour: say(`colour.${colour}`) }),
    )
    .join('；')
  return (
    <figure className="room-course">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={sentence}>
        {[100, 75, 60].map((points) => (
          <g key={points}>
            <line x1="0" x2={width - axis} y1={y(points)} y2={y(points)} stroke="var(--line)" />
            <text x={width} y={y(points) + 3.5} textAnchor="end" className="axis">
              {points}
            </text>
          </g>
        ))}
        <polyline points={path.join(' ')} fill="none" stroke="var(--accent)" strokeWidth="2" />
        {rows.map(({ day, score: points, colour }, i) => (
          <rect
            key={day}
            x={i * step}
            y={height - foot + 4}
            width={step}
            height="9"
            className={`day-${colour}`}
          >
            <title>{`${day} ${score(points)} ${say(`colour.${colour}`)}`}</title>
          </rect>
        ))}
        {rows.map(
          ({ day }, i) =>
            i % 15 === 0 && (
              <text key={day} x={i * step} y={height - 4} className="axis">
                {day.slice(5)}
              </text>
            ),
        )}
      </svg>
      <figcaption className="small quiet">{sentence}</figcaption>
    </figure>
  )
}

/** Days of one colour in a row. */
function runsOf(rows: readonly CourseRow[]) {
  const runs: { from: string; to: string; colour: CourseRow['colour'] }[] = []
  for (const { day, colour } of rows) {
    const last = runs.at(-1)
    if (last?.colour === colour) last.to = day
    else runs.push({ from: day, to: day, colour })
  }
  return runs
}
