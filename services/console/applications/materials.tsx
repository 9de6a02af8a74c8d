import { lazy, Suspense, useState } from 'react'
import { Loading } from '../frame/states.tsx'
import { dateTime, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { ApplicationView } from './queries.ts'

const Paper = lazy(async () => ({ default: (await import('../paper/paper.tsx')).Paper }))

/** What is shown beside the criteria. */
const shows = (mime: string) => mime.startsWith('image/') || mime === 'application/pdf'

/** What was handed in: pictures and PDF are shown here, other papers are opened. */
export function Materials({
  view: { application, materials },
}: {
  readonly view: ApplicationView
}) {
  const say = useWords()
  const [chosen, choose] = useState(() => materials.find(({ mime }) => shows(mime))?.id ?? '')
  const shown = materials.find(({ id }) => id === chosen)
  const href = (id: string) => `/api/applications/${application.id}/materials/${id}`
  return (
    <section className="panel card">
      <h3>{say('applications.materials', { n: materials.length })}</h3>
      {materials.length === 0 && <p className="quiet">{say('applications.noMaterial')}</p>}
      <ul className="materials">
        {materials.map(({ id, kind, name, mime, bytes, at }) => (
          <li key={id}>
            <span className="pill">{say(`material.${kind}`)}</span>
            {shows(mime) ? (
              <button
                type="button"
                className="as-link"
                aria-expanded={id === chosen}
                onClick={() => choose(id === chosen ? '' : id)}
              >
                <bdi>{name}</bdi>
              </button>
            ) : (
              <a href={href(id)} target="_blank" rel="noreferrer">
                <bdi>{name}</bdi>
              </a>
            )}
            <span className="quiet small num">
              {size(bytes)} · {dateTime(at)}
            </span>
          </li>
        ))}
      </ul>
      {shown && (
        <figure className="paper" data-testid="material-shown">
          <figcaption className="bar">
            <bdi>{shown.name}</bdi>
            <span className="end bar">
              <a href={href(shown.id)} download={shown.name}>
                {say('applications.download')}
              </a>
              <a href={href(shown.id)} target="_blank" rel="noreferrer">
                {say('applications.openMaterial')}
              </a>
            </span>
          </figcaption>
          {shown.mime === 'application/pdf' ? (
            <Suspense fallback={<Loading />}>
              <Paper href={href(shown.id)} name={shown.name} />
            </Suspense>
          ) : (
            <img className="material" src={href(shown.id)} alt={shown.name} />
          )}
        </figure>
      )}
    </section>
  )
}
