import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import type { SignalKind } from '#shared/domain/signal.ts'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { clock, dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Pages, usePage } from './pages.tsx'
import { type SignalRow, signalsQuery } from './queries.ts'

const kinds: readonly SignalKind[] = ['duplicates', 'paid', 'testimonials', 'complaints']

/** 观众信号: what many viewers' comments have in common, with what speaks for it. */
export function Signals() {
  const say = useWords()
  const [params, change] = useParams()
  const kind = kinds.find((name) => name === params.get('kind')) ?? ''
  const page = usePage()
  const query = useQuery(signalsQuery({ of: kind, page }))
  return (
    <>
      <div className="bar">
        <Segmented
          value={kind}
          onChange={(next) => change({ kind: next, page: null })}
          options={[
            { value: '', label: say('review.all') },
            ...kinds.map((value) => ({ value, label: say(`signals.kind.${value}`) })),
          ]}
        />
        <span className="quiet">{say('signals.hint')}</span>
      </div>
      <Loaded query={query}>
        {({ rows, total }) => (
          <Pages
            rows={rows}
            total={total}
            empty={say('signals.empty')}
            hint={say('signals.emptyHint')}
          >
            {(row) => <Signal key={row.id} row={row} />}
          </Pages>
        )}
      </Loaded>
    </>
  )
}

function Signal({ row }: { readonly row: SignalRow }) {
  const say = useWords()
  const { categoryOf } = useSession()
  return (
    <article className="panel candidate" data-testid="signal">
      <header>
        <b>{say(`signals.kind.${row.kind}`)}</b>
        <span>
          <bdi>{row.topic}</bdi>
        </span>
        <span className="pill">{categoryOf(row.category)}</span>
        <span className="quiet small">
          <bdi>{row.room}</bdi> ·{' '}
          <span className="num">
            {dateTime(row.fromAt)}–{clock(row.toAt)}
          </span>{' '}
          · {say('signals.count', { n: row.count, senders: row.senders })}
        </span>
      </header>
      <ul className="because small">
        {row.because.map((why) => (
          <li key={why}>
            <bdi>{why}</bdi>
          </li>
        ))}
      </ul>
      <ul className="samples">
        {row.samples.map(({ seq, text }) => (
          <li key={seq}>
            <bdi>{text}</bdi>
          </li>
        ))}
      </ul>
    </article>
  )
}
