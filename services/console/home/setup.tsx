import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { useWords } from '../words/words.ts'
import { setupQuery } from './queries.ts'

/** The steps from an empty house to its first report. Nobody ticks them off: rows do. Gone when all are done. */
export function Setup() {
  const say = useWords()
  const { regions } = useSession()
  const done = useQuery(setupQuery).data
  if (!done) return null
  const steps = [
    { name: 'region', done: regions.length > 1, href: null },
    { name: 'user', done: done.user, href: null },
    { name: 'room', done: done.room, href: '/register' },
    { name: 'rule', done: done.rule, href: '/rules?tab=versions' },
    { name: 'recording', done: done.recording, href: '/recordings' },
    { name: 'report', done: done.report, href: '/reports' },
  ] as const
  if (steps.every((step) => step.done)) return null
  const next = steps.find((step) => !step.done)
  return (
    <section className="panel card">
      <h2>
        {say('home.setup', { n: steps.filter((step) => step.done).length, of: steps.length })}
      </h2>
      <ol className="setup">
        {steps.map((step) => (
          <li key={step.name} className={step.done ? 'done' : step === next ? 'next' : ''}>
            <span className="hidden-text">{say(step.done ? 'home.done' : 'home.toDo')}</span>
            {step.href && !step.done ? (
              <Link href={step.href}>{say(`home.step.${step.name}`)}</Link>
            ) : (
              say(`home.step.${step.name}`)
            )}
            {step === next && <small className="quiet">{say(`home.how.${step.name}`)}</small>}
          </li>
        ))}
      </ol>
    </section>
  )
}
