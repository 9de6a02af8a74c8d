import type { Deduction } from '#shared/domain/standing.ts'
import { date, score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Link } from './link.tsx'
import { useSession } from './session.tsx'
import { Severity } from './tags.tsx'

/** A deduction as the API sends it. */
export type DeductionRow = Pick<
  Deduction,
  'key' | 'flagId' | 'category' | 'severity' | 'why' | 'points' | 'saidAtMs'
> & { readonly others: readonly unknown[] }

/** Date, matter, severity and arithmetic of one deduction: the first cells of its line, with the way to its flag. */
export function DeductionCells({ row }: { readonly row: DeductionRow }) {
  const say = useWords()
  const { categoryOf } = useSession()
  return (
    <>
      <td className="num">{date(row.saidAtMs)}</td>
      <td>
        {categoryOf(row.category)}
        <br />
        <Severity level={row.severity} />
      </td>
      <td>
        {row.why}{' '}
        <Link href={`/review?state=all&id=${row.flagId}`} data-testid="flag-link">
          {say('sum.see')}
        </Link>
      </td>
      <td className="n">−{score(row.points)}</td>
    </>
  )
}
