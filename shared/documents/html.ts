import {
  type Block,
  type Cell,
  type Doc,
  type Drawings,
  type FigureLink,
  printable,
  type Run,
  type TableBlock,
} from './model.ts'

const style = `body{font:16px/1.75 "Noto Serif CJK SC","Songti SC",SimSun,serif;max-width:54rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{text-align:center;color:#b3261e;font-size:1.7rem;margin:.2rem 0}.issue{text-align:center;margin:0}
.head{display:flex;justify-content:space-between;border-bottom:3px solid #b3261e;padding:.6rem 0;margin-bottom:1rem}
h2{font-size:1.2rem;margin:1.6rem 0 .4rem}h3{font-size:1.02rem;margin:1rem 0 .3rem}p{margin:.3rem 0;text-indent:2em}
table{border-collapse:collapse;width:100%;font-size:.95rem;margin:.4rem 0}caption{text-align:left;font-weight:bold;padding:.3rem 0}
td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f3f1ec}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tfoot td{font-weight:bold}
.note{color:#555;font-size:.88rem;text-indent:0}.alarm{color:#b3261e;font-weight:bold}a{color:inherit;text-decoration-color:#aaa}
figure{margin:.8rem 0}figure svg,figure img{width:100%;height:auto}figcaption{text-align:center;font-size:.9rem;color:#555}
footer{display:flex;flex-wrap:wrap;gap:2rem;border-top:1px solid #999;margin-top:2rem;padding-top:.6rem}
@media print{body{margin:0;max-width:none}a{text-decoration:none}thead{display:table-header-group}tr,figure{break-inside:avoid}}`

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const text = (value: string) => printable(value).replace(/[&<>"']/g, (mark) => marks[mark] ?? mark)

/** The page people read; `rowsAt` gives the address of the list behind a number, or nothing where there is none to open. */
export function writeHtml(
  doc: Doc,
  drawings: Drawings,
  rowsAt: (figure: FigureLink) => string | null,
): string {
  const linked = (inner: string, figure: FigureLink | undefined) => {
    const href = figure && rowsAt(figure)
    return href ? `<a href="${text(href)}">${inner}</a>` : inner
  }
  const run = ({ text: said, alarm, figure }: Run) =>
    linked(alarm ? `<span class="alarm">${text(said)}</span>` : text(said), figure)
  const table = ({ caption, columns, rows, total }: TableBlock) => {
    const cell = (tag: string) => (it: Cell, i: number) =>
      `<${tag}${columns[i]?.numeric ? ' class="n"' : ''}>${linked(text(it.text), it.figure)}</${tag}>`
    const line = (cells: readonly Cell[]) => `<tr>${cells.map(cell('td')).join('')}</tr>`
    const head = columns.map(
      ({ head: name, numeric }) =>
        `<th scope="col"${numeric ? ' class="n"' : ''}>${text(name)}</th>`,
    )
    return `<table><caption>${text(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${rows.map(line).join('')}</tbody>${
      total ? `<tfoot>${line(total)}</tfoot>` : ''
    }</table>`
  }
  const block = (it: Block): string => {
    switch (it.kind) {
      case 'heading':
        return `<h${it.level + 1}>${text(it.text)}</h${it.level + 1}>`
      case 'paragraph':
        return `<p>${it.runs.map(run).join('')}</p>`
      case 'note':
        return `<p class="note">${text(it.text)}</p>`
      case 'table':
        return table(it)
      case 'chart': {
        const drawn = drawings.get(it.chart.id)
        const caption = `<figcaption>${text(it.chart.caption)}</figcaption>`
        return drawn
          ? `<figure role="img" aria-label="${text(it.chart.caption)}">${drawn.svg}${caption}</figure>`
          : ''
      }
    }
  }
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(doc.title)} ${text(doc.issue)}</title><style>${style}</style></head><body>
<h1>${text(doc.title)}</h1><p class="issue">${text(doc.issue)}</p><div class="head"><span>${text(doc.head[0])}</span><span>${text(doc.head[1])}</span></div>
${doc.blocks.map(block).join('\n')}
<footer>${doc.signatures.map((line) => `<span>${text(line)}</span>`).join('')}<span>${text(doc.footer)}</span></footer></body></html>`
}

export interface Linked {
  readonly text: string
  readonly href: string
}

/** A plain table as a page: the list behind a number, with its definition, what belongs to it, and where it goes on. */
export function writeListPage(
  title: string,
  notes: readonly (string | Linked)[],
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  next: string | null,
): string {
  const note = (it: string | Linked) =>
    typeof it === 'string' ? text(it) : `<a href="${text(it.href)}">${text(it.text)}</a>`
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((it) => `<${tag}>${text(it)}</${tag}>`).join('')}</tr>`
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title><style>${style}body{max-width:80rem}</style></head><body>
<h2>${text(title)}</h2>${notes.map((it) => `<p class="note">${note(it)}</p>`).join('')}
<table><thead>${line(columns, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table>
${next === null ? '' : `<p><a href="${text(next)}">下一页</a></p>`}</body></html>`
}
