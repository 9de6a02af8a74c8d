import { useState } from 'react'
import { dateTime, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { ApplicationView } from './queries.ts'

/** What was handed in: pictures are shown here, papers open beside. */
export function Materials({
  view: { application, materials },
}: {
  readonly view: ApplicationView
}) {
  const say = useWords()
  const [chosen, choose] = useState('')
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
            {mime.startsWith('image/') ? (
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
      {shown && <img className="material" src={href(shown.id)} alt={shown.name} />}
    </section>
  )
}
