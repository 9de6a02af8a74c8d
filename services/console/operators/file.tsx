import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { Link } from '../frame/link.tsx'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { platformWord } from '../rooms/platform.ts'
import { useWords } from '../words/words.ts'

const operatorQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', id],
    queryFn: () => read(api.operators[':id'].$get({ param: { id } })),
  })

const marks = { true: '✓', false: '✕', null: '?' } as const

/** One operator: whether it may apply and why, its licences with their validity, its rooms. */
export function OperatorFile({ id }: { readonly id: string }) {
  const say = useWords()
  const { regionOf } = useSession()
  const query = useQuery(operatorQuery(id))
  return (
    <Loaded query={query}>
      {(file) => (
        <div className="file-sheet" data-testid="operator-file">
          <h2>
            <bdi>{file.name}</bdi>
          </h2>
          <dl className="room-facts">
            <dt>{say('register.code')}</dt>
            <dd className="num">{file.code}</dd>
            <dt>{say('operators.kind')}</dt>
            <dd>{say(`operator.${file.kind}`)}</dd>
            <dt>{say('rooms.region')}</dt>
            <dd>{regionOf(file.region)}</dd>
            <dt>{say('operators.domicile')}</dt>
            <dd>
              <bdi>{file.domicile || '–'}</bdi>
            </dd>
            <dt>{say('operators.contact')}</dt>
            <dd>
              <bdi>
                {[file.representative, file.contact, file.phone].filter(Boolean).join(' · ') || '–'}
              </bdi>
            </dd>
          </dl>
          <section>
            <h3>{say('operators.facts')}</h3>
            <ul className="facts-list">
              {file.facts.map(({ id: fact, met, text }) => (
                <li key={fact} className={`met-${met}`}>
                  <b aria-hidden="true">{marks[`${met}`]}</b>
                  <span className="hidden-text">{say(`operators.met.${met}`)}</span> {text}
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h3>{say('operators.licences')}</h3>
            {file.licences.length === 0 && <p className="quiet">{say('operators.noLicence')}</p>}
            {file.licences.length > 0 && (
              <table className="sums">
                <thead>
                  <tr>
                    <th>{say('operators.licence')}</th>
                    <th>{say('operators.number')}</th>
                    <th>{say('operators.until')}</th>
                    <th>{say('operators.validity')}</th>
                  </tr>
                </thead>
                <tbody>
                  {file.licences.map(({ id: licence, kind, number, validUntil, validity }) => (
                    <tr key={licence}>
                      <td>{say(`licence.${kind}`)}</td>
                      <td>
                        <bdi>{number}</bdi>
                      </td>
                      <td className="num">{validUntil ?? say('operators.forever')}</td>
                      <td className={validity === 'expired' ? 'late' : ''}>
                        {say(`validity.${validity}`)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </section>
          <section>
            <h3>{say('nav.rooms')}</h3>
            <ul>
              {file.rooms.map((room) => (
                <li key={room.id}>
                  <Link href={`/rooms/${room.id}`}>
                    <bdi>{room.name}</bdi>
                  </Link>{' '}
                  <span className="quiet small">{say(platformWord(room.platform))}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </Loaded>
  )
}
