import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  DocumentGridType,
  Footer,
  HeadingLevel,
  ImageRun,
  type ISectionOptions,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import {
  type Block,
  type Cell,
  type ChartBlock,
  cellText,
  type Doc,
  type Drawings,
  printable,
  type Run,
  type TableBlock,
} from './model.ts'

/** Faces by name, as every office of the state has them (GB/T 9704—2012); nothing is embedded. */
const faces = {
  body: '仿宋_GB2312',
  title: '方正小标宋简体',
  heading: '黑体',
  subheading: '楷体_GB2312',
  latin: 'Times New Roman',
} as const

/** Half points: 二号, 三号, 四号, 小四, 五号. */
const size = { title: 44, body: 32, foot: 28, note: 24, table: 21 } as const

/** Margins of GB/T 9704: the type area is 156 × 225 mm; 22 lines of 28 characters of 三号 stand in it. */
const margin = {
  top: convertMillimetersToTwip(37),
  bottom: convertMillimetersToTwip(35),
  left: convertMillimetersToTwip(28),
  right: convertMillimetersToTwip(26),
  footer: convertMillimetersToTwip(25),
}
const page = { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) }
const areaWidth = page.width - margin.left - margin.right
/** 225 mm by 22 lines; a 三号 character is 16 pt, the pitch of a column 156 mm by 28: the difference in 1/4096 pt. */
const grid = {
  type: DocumentGridType.LINES_AND_CHARS,
  linePitch: 579,
  charSpace: Math.round((areaWidth / 20 / 28 - 16) * 4096),
}
const bodyLine = { line: 579, lineRule: LineRuleType.EXACT } as const
/** Two characters of 三号. */
const indent = { firstLine: 640 }

const font = (eastAsia: string) => ({
  ascii: faces.latin,
  hAnsi: faces.latin,
  cs: faces.latin,
  eastAsia,
})
const red = 'B3261E'

/** A document as .docx on the official grid. The same document at the same instant gives the same text and layout. */
export async function writeDocx(doc: Doc, drawings: Drawings): Promise<Buffer> {
  const document = new Document({
    creator: '绿播',
    title: printable(doc.title),
    description: printable(doc.footer),
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: font(faces.body), size: size.body, language: { eastAsia: 'zh-CN' } },
        },
        heading1: {
          run: { font: font(faces.heading), size: size.body, color: '000000' },
          paragraph: { indent, spacing: bodyLine, keepNext: true },
        },
        heading2: {
          run: { font: font(faces.subheading), size: size.body, color: '000000' },
          paragraph: { indent, spacing: bodyLine, keepNext: true },
        },
        title: {
          run: { font: font(faces.title), size: size.title, color: '000000' },
          paragraph: {
            alignment: AlignmentType.CENTER,
            spacing: { line: 640, lineRule: LineRuleType.EXACT },
          },
        },
      },
    },
    sections: [section(doc, drawings)],
  })
  return Packer.toBuffer(document)
}

function section(doc: Doc, drawings: Drawings): ISectionOptions {
  return {
    properties: { page: { size: page, margin }, grid },
    footers: { default: footer(AlignmentType.RIGHT), even: footer(AlignmentType.LEFT) },
    children: [
      new Paragraph({ heading: HeadingLevel.TITLE, children: [plain(doc.title)] }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: bodyLine,
        children: [plain(doc.issue)],
      }),
      new Paragraph({
        spacing: { line: 579, lineRule: LineRuleType.EXACT, after: 200 },
        tabStops: [{ type: TabStopType.RIGHT, position: areaWidth }],
        border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: red, space: 4 } },
        children: [
          plain(doc.head[0], size.foot),
          new TextRun({ text: `\t${printable(doc.head[1])}`, size: size.foot }),
        ],
      }),
      ...doc.blocks.flatMap((block) => blockOf(block, drawings)),
      new Paragraph({
        spacing: { before: 300, line: 579, lineRule: LineRuleType.EXACT },
        border: { top: { style: BorderStyle.SINGLE, size: 6, space: 6 } },
        children: doc.signatures.map((line, i) => plain(i === 0 ? line : `　　${line}`, size.foot)),
      }),
      small(doc.footer),
    ],
  }
}

/** — 1 —, on the outer side of a sheet printed on both. */
function footer(alignment: (typeof AlignmentType)[keyof typeof AlignmentType]): Footer {
  const run = (children: (string | (typeof PageNumber)[keyof typeof PageNumber])[]) =>
    new TextRun({ children, size: size.foot, font: font('宋体') })
  const side = alignment === AlignmentType.RIGHT ? { right: 320 } : { left: 320 }
  return new Footer({
    children: [
      new Paragraph({ alignment, indent: side, children: [run(['— ', PageNumber.CURRENT, ' —'])] }),
    ],
  })
}

const plain = (text: string, points?: number) =>
  new TextRun({ text: printable(text), ...(points === undefined ? {} : { size: points }) })

const small = (text: string) =>
  new Paragraph({
    spacing: { line: 400, lineRule: LineRuleType.EXACT },
    children: [plain(text, size.note)],
  })

function blockOf(block: Block, drawings: Drawings): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          children: [plain(block.text)],
        }),
      ]
    case 'paragraph':
      return [
        new Paragraph({
          indent,
          spacing: bodyLine,
          alignment: AlignmentType.BOTH,
          children: block.runs.map(runOf),
        }),
      ]
    case 'note':
      return [small(block.text)]
    case 'table':
      return tableOf(block)
    case 'chart':
      return pictureOf(block, drawings)
  }
}

const runOf = ({ text, alarm }: Run) =>
  new TextRun({ text: printable(text), ...(alarm ? { color: red, bold: true } : {}) })

function tableOf({ caption, columns, rows, total }: TableBlock): (Paragraph | Table)[] {
  const shares = columns.reduce((sum, { width }) => sum + width, 0)
  const widths = columns.map(({ width }) => Math.round((areaWidth * width) / shares))
  const row = (cells: readonly Cell[], options: { header?: boolean; bold?: boolean } = {}) =>
    new TableRow({
      tableHeader: options.header ?? false,
      cantSplit: true,
      children: cells.map(
        (cell, i) =>
          new TableCell({
            width: { size: widths[i] ?? 0, type: WidthType.DXA },
            verticalAlign: VerticalAlign.CENTER,
            margins: { top: 20, bottom: 20, left: 70, right: 70 },
            children: [
              new Paragraph({
                alignment: options.header
                  ? AlignmentType.CENTER
                  : columns[i]?.numeric
                    ? AlignmentType.RIGHT
                    : AlignmentType.LEFT,
                spacing: { line: 340, lineRule: LineRuleType.AT_LEAST },
                children: [
                  new TextRun({
                    text: cellText(cell),
                    size: size.table,
                    bold: options.bold ?? false,
                    ...(options.header ? { font: font(faces.heading) } : {}),
                  }),
                ],
              }),
            ],
          }),
      ),
    })
  return [
    new Paragraph({
      keepNext: true,
      spacing: { before: 160, line: 400, lineRule: LineRuleType.EXACT },
      children: [
        new TextRun({ text: printable(caption), size: size.note, font: font(faces.heading) }),
      ],
    }),
    new Table({
      width: { size: areaWidth, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      rows: [
        row(
          columns.map(({ head }) => ({ text: head })),
          { header: true },
        ),
        ...rows.map((cells) => row(cells)),
        ...(total ? [row(total, { bold: true })] : []),
      ],
    }),
    new Paragraph({ spacing: { line: 200, lineRule: LineRuleType.EXACT }, children: [] }),
  ]
}

function pictureOf({ chart }: ChartBlock, drawings: Drawings): Paragraph[] {
  const drawn = drawings.get(chart.id)
  if (!drawn) return []
  const width = 560
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { before: 120 },
      children: [
        new ImageRun({
          type: 'png',
          data: Buffer.from(drawn.png),
          transformation: { width, height: Math.round((width * drawn.height) / drawn.width) },
          altText: { title: chart.caption, description: chart.caption, name: chart.id },
        }),
      ],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { line: 400, lineRule: LineRuleType.EXACT },
      children: [plain(chart.caption, size.note)],
    }),
  ]
}
