import { DeductionCells } from '../frame/sums.tsx'
import type { RoomView } from '../queries.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** How a room's score comes about: from 100, line by line, to the result. */
export function Arithmetic({ room: { standing } }: { readonly room: RoomView }) {
  const say = useWords()
  if (!standing) return <p className="quiet">{say('rooms.noStanding')}</p>
  const { deductions, window, policyVersion } = standing
  return (
    <section>
      <h3>{say('rooms.standing')}</h3>
      <p className="quiet small window">
        {say('rooms.window', {
          from: date(window.fromMs),
          to: date(window.toMs),
          policy: policyVersion,
        })}
      </p>
      {deductions.length === 0 ? (
        <p className="quiet">{say('rooms.noDeduction')}</p>
      ) : (
        <table className="sums">
          <thead>
            <tr>
              <th>{say('sum.saidAt')}</th>
              <th>{say('sum.category')}</th>
              <th>{say('sum.why')}</th>
              <th className="n">{say('rooms.value')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td colSpan={3}>{say('rooms.base')}</td>
              <td className="n">100</td>
            </tr>
            {deductions.map((row) => (
              <tr key={row.key} data-testid="deduction">
                <DeductionCells row={row} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={3}>{say('rooms.result')}</td>
              <td className="n">{score(standing.score)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  )
}
