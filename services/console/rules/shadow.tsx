import { useQuery } from '@tanstack/react-query'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { shadowQuery } from './queries.ts'

/** What a version in shadow finds otherwise than the one in force; nobody but its owner sees it. */
export function Shadow({ version }: { readonly version: string }) {
  const say = useWords()
  const { categoryOf } = useSession()
  const query = useQuery(shadowQuery(version))
  return (
    <section>
      <h3>{say('rules.shadow')}</h3>
      <Loaded query={query}>
        {({ recordings, rows }) => (
          <>
            <p className="quiet small">{say('rules.shadowOf', { n: recordings })}</p>
            <table className="sums">
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.recordingId} ${row.seq}`}>
                    <td>{say(`rules.differs.${row.differs}`)}</td>
                    <td>{categoryOf(row.category)}</td>
                    <td>
                      <bdi>{row.quote}</bdi>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
    </section>
  )
}
