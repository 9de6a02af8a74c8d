import type { Report } from '../queries.ts'

type Block = Report['document']['blocks'][number]
/** The list behind a number; of a rate what stands above the line, and what under it. */
export interface Figure {
  readonly id: string
  readonly narrowed?: Readonly<Record<string, string>> | undefined
  readonly over?: readonly string[] | undefined
}

interface Addresses {
  readonly rowsAt: (figure: Figure) => string
  readonly chartAt: (id: string) => string
}

/** One block of a document: a heading, words with numbers in them, a table or a chart. */
export function DocumentBlock({ block, rowsAt, chartAt }: Addresses & { readonly block: Block }) {
  const linked = (text: string, figure: Figure | undefined) =>
    figure ? (
      <a href={rowsAt(figure)} target="_blank" rel="noreferrer">
        {text}
      </a>
    ) : (
      text
    )
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>
    case 'note':
      return <p className="scope">{block.text}</p>
    case 'paragraph':
      return (
        <p>
          {block.runs.map((run, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a sentence never change places.
            <span key={i} className={run.alarm ? 'alarm' : undefined}>
              {linked(run.text, run.figure)}
            </span>
          ))}
        </p>
      )
    case 'chart':
      return (
        <figure>
          <img src={chartAt(block.chart.id)} alt={block.chart.caption} width="100%" />
          <figcaption className="quiet small">{block.chart.caption}</figcaption>
        </figure>
      )
    case 'table':
      return <DocumentTable block={block} linked={linked} />
  }
}

type Table = Extract<Block, { readonly kind: 'table' }>

function DocumentTable({
  block: { caption, columns, rows, total },
  linked,
}: {
  readonly block: Table
  readonly linked: (text: string, figure: Figure | undefined) => React.ReactNode
}) {
  const shares = columns.reduce((sum, { width }) => sum + width, 0)
  const line = (cells: Table['rows'][number]) =>
    cells.map((cell, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column.
      <td key={i} className={columns[i]?.numeric ? 'n' : undefined}>
        <bdi>{linked(cell.text, cell.figure)}</bdi>
      </td>
    ))
  return (
    <table className="sums">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head, numeric, width }) => (
            <th
              key={head}
              className={numeric ? 'n' : undefined}
              style={{ width: `${(100 * width) / shares}%` }}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr key={cells.map(({ text }) => text).join(' ')}>{line(cells)}</tr>
        ))}
      </tbody>
      {total && (
        <tfoot>
          <tr>{line(total)}</tr>
        </tfoot>
      )}
    </table>
  )
}
