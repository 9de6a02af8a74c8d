import { useWords } from '../words/words.ts'

interface CountRow {
  readonly key: string
  readonly name: string
  readonly flags: number
  readonly note?: string
}

/** Leads under their headings with the total, which the house has checked before it sent the figures. */
export function CountTable({
  head,
  rows,
  total,
}: {
  readonly head: string
  readonly rows: readonly CountRow[]
  readonly total: number
}) {
  const say = useWords()
  return (
    <table className="sums">
      <thead>
        <tr>
          <th>{head}</th>
          <th className="bar-cell" />
          <th className="n">{say('reports.count')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, flags, note }) => (
          <tr key={key}>
            <td>
              <bdi>{name}</bdi> {note && <span className="pill">{note}</span>}
            </td>
            <td className="bar-cell" aria-hidden="true">
              <i style={{ width: `${total > 0 ? (flags / total) * 100 : 0}%` }} />
            </td>
            <td className="n">{flags}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>{say('reports.sum')}</td>
          <td className="bar-cell" />
          <td className="n">{total}</td>
        </tr>
      </tfoot>
    </table>
  )
}
