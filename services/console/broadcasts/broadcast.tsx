import { usePrefetchQuery, useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { Link } from '../frame/link.tsx'
import { useParams } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { Severity } from '../frame/tags.tsx'
import { clock, dateTime, length } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type BroadcastView, broadcastQuery, transcriptQuery } from './queries.ts'
import { Shown, shownKinds } from './shown.tsx'
import { Timeline } from './timeline.tsx'
import { Transcript } from './transcript.tsx'
import './broadcasts.css'

/** One broadcast: its time axis, every word that was said, what was found. */
export function BroadcastPage({ id }: { readonly id: string }) {
  const query = useQuery(broadcastQuery(id))
  // The words come beside the axis, not after it.
  usePrefetchQuery(transcriptQuery(id))
  return <Loaded query={query}>{(view) => <Broadcast view={view} />}</Loaded>
}

function Broadcast({ view }: { readonly view: BroadcastView }) {
  const say = useWords()
  const [params] = useParams()
  const { broadcast, ledger, flags } = view
  const asked = Number(params.get('t'))
  const [atMs, setAtMs] = useState(asked > 0 ? asked : ledger.fromMs)
  return (
    <div className="page broadcast" data-testid="broadcast-page">
      <header className="bar">
        <Link href="/broadcasts" className="quiet">
          {say('nav.broadcasts')} ›
        </Link>
        <h2>
          <Link href={`/rooms/${broadcast.roomId}`}>
            <bdi>{broadcast.room}</bdi>
          </Link>
        </h2>
        <bdi className="quiet">{broadcast.title}</bdi>
        <span className="quiet num end">
          {dateTime(broadcast.startedAt)} · {length(ledger.toMs - ledger.fromMs)}
        </span>
      </header>
      <Timeline view={view} atMs={atMs} seek={setAtMs} />
      <div className="columns">
        <Words id={broadcast.id} atMs={atMs} seek={setAtMs} flags={flags} />
        <Leads flags={flags} seek={setAtMs} />
      </div>
    </div>
  )
}

/** What was said, or what was shown: one of them in sight, by the address. */
function Words(said: Parameters<typeof Transcript>[0]) {
  const say = useWords()
  const [params, change] = useParams()
  const see = shownKinds.find((kind) => kind === params.get('see')) ?? 'speech'
  const options = (['speech', ...shownKinds] as const).map((value) => ({
    value,
    label: say(`shown.see.${value}`),
  }))
  return (
    <section className="panel transcript">
      <div className="see">
        <Segmented
          size="small"
          options={options}
          value={see}
          onChange={(kind) => change({ see: kind === 'speech' ? null : kind })}
        />
      </div>
      {see === 'speech' ? (
        <Transcript {...said} />
      ) : (
        <Shown id={said.id} kind={see} seek={said.seek} />
      )}
    </section>
  )
}

function Leads({
  flags,
  seek,
}: {
  readonly flags: BroadcastView['flags']
  readonly seek: (ms: number) => void
}) {
  const say = useWords()
  const { categoryOf } = useSession()
  return (
    <section className="panel found" aria-label={say('broadcasts.flags')}>
      <h3>{say('broadcasts.found', { n: flags.length })}</h3>
      {flags.length === 0 && <p className="quiet">{say('broadcasts.noneFound')}</p>}
      <ol>
        {flags.map(({ id, saidAt, category, phrase, severity, state, audience }) => (
          <li key={id}>
            <button type="button" className="as-link num" onClick={() => seek(Date.parse(saidAt))}>
              {clock(saidAt)}
            </button>
            <span>
              <Link href={`/review?state=all&id=${id}`}>{categoryOf(category)}</Link>{' '}
              <bdi className="small">{phrase}</bdi>
            </span>
            <Severity level={severity} />
            <span className="pill">
              {audience ? say('review.audienceShort') : say(`flag.${state}`)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
