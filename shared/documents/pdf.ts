import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { reportFonts } from './fonts.ts'
import {
  type Block,
  type Cell,
  cellText,
  type Doc,
  type Drawings,
  printable,
  type Run,
  type TableBlock,
} from './model.ts'

const mm = (value: number) => (value * 72) / 25.4
/** The type area of GB/T 9704; a PDF is for reading, so its type is smaller than the letter's. */
const margins: [number, number, number, number] = [mm(25), mm(25), mm(23), mm(24)]
const areaWidth = mm(210) - margins[0] - margins[2]
const red = '#b3261e'

/**
 * A document as PDF with its own Chinese type, subset of Noto Serif CJK taken out of the collection by PostScript name.
 * Pictures go in as PNG: the SVG path of the writer cannot open a collection.
 */
export async function writePdf(doc: Doc, drawings: Drawings): Promise<Buffer> {
  const { default: pdfmake } = await import('pdfmake')
  const { serif, serifBold } = reportFonts()
  pdfmake.setFonts({
    serif: {
      normal: [serif.file, serif.name],
      bold: [serifBold.file, serifBold.name],
    } as never,
  })
  // Nothing of a document is fetched: only the two collections are read, and no address is.
  pdfmake.setLocalAccessPolicy((path: string) => path === serif.file || path === serifBold.file)
  pdfmake.setUrlAccessPolicy(() => false)
  return pdfmake.createPdf(definition(doc, drawings)).getBuffer()
}

function definition(doc: Doc, drawings: Drawings): TDocumentDefinitions {
  return {
    info: { title: printable(`${doc.title} ${doc.issue}`), creator: '绿播' },
    pageSize: 'A4',
    pageMargins: margins,
    defaultStyle: { font: 'serif', fontSize: 11, lineHeight: 1.25 },
    footer: (current: number, of: number) => ({
      margin: [margins[0], 12, margins[2], 0],
      columns: [
        { width: '*', text: printable(doc.footer), fontSize: 7.5, color: '#555555' },
        { width: 60, text: `— ${current} / ${of} —`, alignment: 'right', fontSize: 9 },
      ],
    }),
    content: [
      { text: printable(doc.title), fontSize: 20, bold: true, alignment: 'center', color: red },
      { text: printable(doc.issue), alignment: 'center', margin: [0, 2, 0, 6] },
      {
        columns: [
          { text: printable(doc.head[0]) },
          { text: printable(doc.head[1]), alignment: 'right' },
        ],
      },
      rule(red, 1.5),
      ...doc.blocks.map((block) => blockOf(block, drawings)),
      rule('#999999', 0.7),
      { text: doc.signatures.map(printable).join('　　　'), margin: [0, 4, 0, 0] },
    ],
  }
}

const rule = (color: string, width: number): Content => ({
  canvas: [
    { type: 'line', x1: 0, y1: 0, x2: areaWidth, y2: 0, lineWidth: width, lineColor: color },
  ],
  margin: [0, 4, 0, 8],
})

function blockOf(block: Block, drawings: Drawings): Content {
  switch (block.kind) {
    case 'heading':
      return {
        text: printable(block.text),
        bold: true,
        fontSize: block.level === 1 ? 13.5 : 11.5,
        margin: [0, block.level === 1 ? 9 : 5, 0, 3],
        headlineLevel: block.level,
      }
    case 'paragraph':
      return { text: block.runs.map(runOf), leadingIndent: 22, margin: [0, 0, 0, 3] }
    case 'note':
      return { text: printable(block.text), fontSize: 9, color: '#555555', margin: [0, 1, 0, 4] }
    case 'table':
      return tableOf(block)
    case 'chart': {
      const drawn = drawings.get(block.chart.id)
      if (!drawn) return { text: '' }
      const image = `data:image/png;base64,${Buffer.from(drawn.png).toString('base64')}`
      return {
        unbreakable: true,
        stack: [
          { image, width: areaWidth * 0.92, alignment: 'center' },
          {
            text: printable(block.chart.caption),
            fontSize: 9,
            alignment: 'center',
            color: '#555555',
          },
        ],
        margin: [0, 6, 0, 6],
      }
    }
  }
}

const runOf = ({ text, alarm }: Run) => ({
  text: breakable(printable(text)),
  ...(alarm ? { color: red, bold: true } : {}),
})

function tableOf({ caption, columns, rows, total }: TableBlock): Content {
  const shares = columns.reduce((sum, { width }) => sum + width, 0)
  // Four points of padding on either side of a cell, half a point for each line.
  const room = areaWidth - columns.length * 8.5 - 0.5
  const cell =
    (bold: boolean, head = false) =>
    (content: Cell, i: number) => ({
      text: breakable(cellText(content)),
      bold,
      fontSize: 9,
      alignment: head
        ? ('center' as const)
        : columns[i]?.numeric
          ? ('right' as const)
          : ('left' as const),
      ...(head ? { fillColor: '#f3f1ec' } : {}),
    })
  return {
    stack: [
      { text: printable(caption), bold: true, fontSize: 10, margin: [0, 5, 0, 3] },
      {
        table: {
          headerRows: 1,
          keepWithHeaderRows: 1,
          dontBreakRows: true,
          widths: columns.map(({ width }) => (room * width) / shares),
          body: [
            columns.map(({ head }, i) => cell(true, true)({ text: head }, i)),
            ...rows.map((cells) => cells.map(cell(false))),
            ...(total ? [total.map(cell(true))] : []),
          ],
        },
        layout: {
          hLineWidth: () => 0.5,
          vLineWidth: () => 0.5,
          hLineColor: () => '#999999',
          vLineColor: () => '#999999',
        },
      },
    ],
    margin: [0, 0, 0, 6],
  }
}

/** A long run of letters or digits without a blank would leave its cell, and costs the writer minutes: it gets places to break. */
function breakable(text: string): string {
  return text.replace(/[!-~]{40}/g, '$& ')
}
