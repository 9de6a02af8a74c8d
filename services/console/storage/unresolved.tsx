import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { dateTime, size } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import type { StorageView } from './page.tsx'

/** What came in and is no recording yet, by why; only unfinished uploads are swept out. */
export function Unresolved({
  view: { unresolved, uploadExpireHours },
}: {
  readonly view: StorageView
}) {
  const say = useWords()
  const can = useCan()
  return (
    <section className="panel card">
      <div className="bar">
        <h2>{say('storage.unresolved')}</h2>
        {can('recording.read') && (
          <Link className="end" href="/recordings">
            {say('storage.seeFiles')}
          </Link>
        )}
      </div>
      <p className="quiet">{say('storage.unresolvedHint', { hours: uploadExpireHours })}</p>
      {unresolved.length === 0 ? (
        <p>{say('storage.noUnresolved')}</p>
      ) : (
        <div className="scroll-x">
          <table className="sums">
            <thead>
              <tr>
                <th scope="col">{say('storage.source')}</th>
                <th scope="col">{say('storage.why')}</th>
                <th scope="col" className="n">
                  {say('storage.n')}
                </th>
                <th scope="col" className="n">
                  {say('storage.bytes')}
                </th>
                <th scope="col">{say('storage.since')}</th>
              </tr>
            </thead>
            <tbody>
              {unresolved.map(({ source, state, reason, n, bytes, oldestAt }) => (
                <tr key={`${source} ${state} ${reason}`} data-testid="unresolved-row">
                  <td>{say(`storage.from.${source}`)}</td>
                  <td>
                    {state === 'refused'
                      ? say(`storage.refused.${reason ?? 'failed'}`)
                      : say(`storage.waits.${state as 'growing' | 'settling' | 'unpaired'}`)}
                  </td>
                  <td className="n">{n}</td>
                  <td className="n">{bytes === null ? '–' : size(bytes)}</td>
                  <td className="num">{oldestAt ? dateTime(oldestAt) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
