import type { Report } from '../queries.ts'
import { DocumentBlock, type Figure } from './block.tsx'

/** The report as it is printed, from the same document as the files; numbers open the list behind them. */
export function ReportSheet({ report }: { readonly report: Report }) {
  const { document, day, region, period, version } = report
  const query = (more: Readonly<Record<string, string>> = {}) =>
    new URLSearchParams({ period, region, version: String(version), ...more }).toString()
  const rowsAt = ({ id, narrowed: { region: county, ...rest } = {}, over }: Figure) =>
    `/api/reports/${day}/figures/${id}/page?${query({
      ...{ ...rest, ...(county ? { county } : {}) },
      ...(over ? { over: over.join(',') } : {}),
    })}`
  const chartAt = (id: string) => `/api/reports/${day}/charts/${id}?${query()}`
  return (
    <article className="panel sheet" data-testid="report">
      <header>
        <h2>{document.title}</h2>
        <p className="quiet small facts">
          {[document.issue, ...document.head, ...document.footer.split(' · ')].map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
        <p className="small files">
          {(['docx', 'pdf', 'xlsx', 'json'] as const).map((format) => (
            <a key={format} href={`/api/reports/${day}/file/${format}?${query()}`} download>
              {format.toUpperCase()}
            </a>
          ))}
        </p>
      </header>
      {document.blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a filed document's blocks never change places.
        <DocumentBlock key={i} block={block} rowsAt={rowsAt} chartAt={chartAt} />
      ))}
      <p className="quiet small">{document.signatures.join('　')}</p>
    </article>
  )
}
