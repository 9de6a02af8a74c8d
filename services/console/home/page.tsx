import { useQuery } from '@tanstack/react-query'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { countsQuery } from '../queries.ts'
import { useWords, type Word } from '../words/words.ts'
import { Alerts } from './alerts.tsx'
import { Course } from './course.tsx'
import { type Desk, deskQuery } from './queries.ts'
import { ReportStatus } from './report-status.tsx'
import { Setup } from './setup.tsx'
import { Waiting } from './waiting.tsx'
import './home.css'

/** 工作台: what must I do today? */
export function HomePage() {
  const can = useCan()
  const desk = useQuery(deskQuery)
  return (
    <Loaded query={desk}>
      {(data) => (
        <div className="page home">
          <Counters counts={data.counts} />
          <Waiting cases={data.cases} tasks={data.tasks} />
          <aside>
            {can('alert.read') && <Alerts />}
            {can('report.read') && <ReportStatus />}
            {can('report.read') && <Course />}
            <Setup />
          </aside>
        </div>
      )}
    </Loaded>
  )
}

function Counters({ counts }: { readonly counts: Desk['counts'] }) {
  const say = useWords()
  const can = useCan()
  const flags = useQuery({ ...countsQuery, enabled: can('flag.read') }).data
  const open = flags?.find(({ state }) => state === 'open')?.n ?? 0
  const all: readonly { word: Word; hint: Word; n: number; href: string; show: boolean }[] = [
    { word: 'home.open', hint: 'home.openHint', n: open, href: '/review', show: can('flag.read') },
    {
      word: 'home.soon',
      hint: 'home.soonHint',
      n: counts.soon,
      href: '/home?only=cases',
      show: true,
    },
    {
      ...{ word: 'home.approve', hint: 'home.approveHint', n: counts.toApprove },
      ...{ href: '/proposals', show: can('proposal.read') },
    },
    {
      ...{ word: 'home.trouble', hint: 'home.troubleHint', n: counts.trouble },
      ...{ href: '/recordings', show: can('recording.read') },
    },
  ]
  return (
    <ul className="counters">
      {all
        .filter(({ show }) => show)
        .map(({ word, hint, n, href }) => (
          <li key={word}>
            <Link className="panel" href={href} data-testid={word}>
              <span>{say(word)}</span>
              <b className={n > 0 ? 'num' : 'num quiet'}>{n}</b>
              <span className="quiet small">{say(hint)}</span>
            </Link>
          </li>
        ))}
    </ul>
  )
}
