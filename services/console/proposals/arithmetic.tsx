import { DeductionCells } from '../frame/sums.tsx'
import type { ProposalRow } from '../queries.ts'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** Every deduction with what is left after it, and what would be if that one verdict were corrected. */
export function Arithmetic({ body }: { readonly body: ProposalRow['proposal']['body'] }) {
  const say = useWords()
  return (
    <div className="scroll-x">
      <table className="sums">
        <thead>
          <tr>
            <th>{say('sum.saidAt')}</th>
            <th>{say('sum.category')}</th>
            <th>{say('sum.why')}</th>
            <th className="n">{say('sum.points')}</th>
            <th className="n">{say('sum.running')}</th>
            <th>{say('proposals.counted')}</th>
            <th>{say('proposals.ifOverturned')}</th>
          </tr>
        </thead>
        <tbody>
          {body.rows.map(({ deduction, running, counted, scoreIfOverturned, dueIfOverturned }) => (
            <tr key={deduction.key} className={counted ? 'counted' : ''}>
              <DeductionCells row={deduction} />
              <td className="n">{score(running)}</td>
              <td>
                {counted ? '●' : <span className="quiet">{say('proposals.notCounted')}</span>}
              </td>
              <td className={dueIfOverturned ? '' : 'void'}>
                {say(dueIfOverturned ? 'proposals.stillDue' : 'proposals.notDue', {
                  score: score(scoreIfOverturned),
                })}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={4}>{say('rooms.result')}</td>
            <td className="n">{score(body.score)}</td>
            <td colSpan={2} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
