import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { DayPicker } from '../frame/day-picker.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { recordingsQuery, reportQuery } from '../queries.ts'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { ReportLife } from './life.tsx'
import { ReportSheet } from './sheet.tsx'
import './reports.css'

const dayMs = 86_400_000
const recentDays = 5

/** The calendar day `n` days after another. */
function shift(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * dayMs).toISOString().slice(0, 10)
}

/** 日报 of one day and region. Without a choice it is the last day that has a recording. */
export function ReportsPage() {
  const say = useWords()
  const { region: own, regions } = useSession()
  const [params, change] = useParams()
  const recordings = useQuery(recordingsQuery)
  const days = [...new Set(recordings.data?.map(({ startedAt }) => date(startedAt)))]
  const day = params.get('day') ?? (recordings.isPending ? null : (days[0] ?? date(Date.now())))
  const region = params.get('region') ?? own
  return (
    <div className="page">
      <div className="bar">
        <Button
          aria-label={say('reports.previous')}
          disabled={!day}
          onClick={() => day && change({ day: shift(day, -1) })}
        >
          ‹
        </Button>
        <DayPicker
          testId="report-day"
          label={say('reports.day')}
          clearable={false}
          value={day ?? ''}
          onChange={(next) => change({ day: next })}
        />
        <Button
          aria-label={say('reports.next')}
          disabled={!day}
          onClick={() => day && change({ day: shift(day, 1) })}
        >
          ›
        </Button>
        <Select
          style={{ width: 170 }}
          aria-label={say('reports.region')}
          value={region}
          onChange={(next: string) => change({ region: next })}
          options={regions.map(({ path, name }) => ({ value: path, label: name }))}
        />
        {days.length > 0 && <span className="quiet small">{say('reports.recent')}</span>}
        {days.slice(0, recentDays).map((recent) => (
          <Button
            key={recent}
            size="small"
            type={recent === day ? 'primary' : 'default'}
            className="num"
            onClick={() => change({ day: recent })}
          >
            {recent}
          </Button>
        ))}
        {day && (
          <Button
            className="end"
            href={`/api/reports/${day}/file/html?region=${region}`}
            target="_blank"
            rel="noreferrer"
          >
            {say('reports.print')}
          </Button>
        )}
      </div>
      {day && <Sheet day={day} region={region} />}
    </div>
  )
}

function Sheet({ day, region }: { readonly day: string; readonly region: string }) {
  const query = useQuery(reportQuery(day, region))
  return (
    <Loaded query={query}>
      {(report) => (
        <>
          <ReportLife report={report} />
          <ReportSheet report={report} />
        </>
      )}
    </Loaded>
  )
}
