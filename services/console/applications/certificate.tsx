import { useWords } from '../words/words.ts'
import type { ApplicationView } from './queries.ts'

/** What was given out at the listing; the public page verifies it by its number. */
export function Certificate({
  application: { certificate, listedOn, validUntil },
  room,
}: {
  readonly application: ApplicationView['application']
  readonly room: string
}) {
  const say = useWords()
  return (
    <section className="panel card certificate">
      <h3>{say('certificate.title')}</h3>
      <p>
        <bdi>{room}</bdi>
      </p>
      <p className="num">
        <b>{certificate}</b>
      </p>
      <p className="quiet num">
        {say('certificate.valid', { from: listedOn ?? '–', to: validUntil ?? '–' })}
      </p>
      <a
        href={`/public?q=${encodeURIComponent(certificate ?? '')}`}
        target="_blank"
        rel="noreferrer"
      >
        {say('certificate.public')}
      </a>
    </section>
  )
}
