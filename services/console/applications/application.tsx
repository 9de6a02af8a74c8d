import { useQuery } from '@tanstack/react-query'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Certificate } from './certificate.tsx'
import { Fields } from './fields.tsx'
import { Materials } from './materials.tsx'
import { Objections } from './objections.tsx'
import { type ApplicationView, applicationQuery } from './queries.ts'
import { Scoring } from './scoring.tsx'
import { Steps } from './steps.tsx'

/** One application: what was handed in on the left, what it is judged by on the right, the hard conditions first. */
export function ApplicationPage({ id }: { readonly id: string }) {
  const query = useQuery(applicationQuery(id))
  return <Loaded query={query}>{(view) => <Sheet view={view} />}</Loaded>
}

/** Places where points are given or have been given. */
const scored: readonly string[] = ['city_review', 'scored', 'publicity', 'objection', 'listed']

function Sheet({ view }: { readonly view: ApplicationView }) {
  const say = useWords()
  const can = useCan()
  const { regionOf } = useSession()
  const { application, room, operator, region, place } = view
  const { id, state, dueAt, dueUnknown, opinion } = application
  return (
    <div className="page application" data-testid="application-page">
      <header className="bar">
        <Link href="/applications" className="quiet">
          {say('nav.applications')} ›
        </Link>
        <h2>
          <Link href={`/rooms/${application.roomId}`}>
            <bdi>{room}</bdi>
          </Link>
        </h2>
        <span className="pill strong" data-testid="application-place">
          {state === 'open' ? say(`pool.${place}`) : say(`application.${state}`)}
        </span>
        <span className="quiet">
          <bdi>{operator}</bdi> · {regionOf(region)}
        </span>
        <span className="quiet end">
          {dueUnknown ?? (dueAt && say('applications.dueOn', { day: date(dueAt) }))}
        </span>
      </header>
      {opinion && (
        <p className="panel card">
          <span>
            <b>{say('applications.opinion')}</b> {opinion}
          </span>
        </p>
      )}
      <div className="desk">
        <div className="stack">
          <Materials view={view} />
          <Fields fields={application.fields} mend={application.mend} />
        </div>
        <div className="stack">
          <Facts facts={view.facts} />
          {application.certificate && <Certificate application={application} room={room} />}
          {state === 'open' && <Steps view={view} />}
          {view.objections.length > 0 && <Objections id={id} rows={view.objections} />}
          {can('application.panel') && scored.includes(place) && <Scoring view={view} />}
        </div>
      </div>
    </div>
  )
}

const marks = { true: '✓', false: '✕', null: '?' } as const

/** The hard conditions of entry: no score makes up for one that is not met. */
function Facts({ facts }: { readonly facts: ApplicationView['facts'] }) {
  const say = useWords()
  return (
    <section className="panel card">
      <h3>{say('applications.hard')}</h3>
      <ul className="facts-list">
        {facts.map(({ id, met, text }) => (
          <li key={id} className={`met-${met}`}>
            <b aria-hidden="true">{marks[`${met}`]}</b>
            <span className="hidden-text">{say(`operators.met.${met}`)}</span> {text}
          </li>
        ))}
      </ul>
    </section>
  )
}
