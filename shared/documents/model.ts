/** One document, whatever it is written as. The writers know layout, the model knows what is said. */
export interface Doc {
  readonly title: string
  /** Under the title, centred: 2026年第327期. */
  readonly issue: string
  /** Left and right under it: whose it is, and up to when it counts. */
  readonly head: readonly [string, string]
  readonly blocks: readonly Block[]
  readonly signatures: readonly string[]
  /** Stands small on every page: version and state. */
  readonly footer: string
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  /** Said in small type: what a number does not say. */
  | { readonly kind: 'note'; readonly text: string }
  | TableBlock
  | ChartBlock

/** A stretch of text; `alarm` is a red line, `figure` opens the list behind a number. */
export interface Run {
  readonly text: string
  readonly alarm?: boolean
  readonly figure?: FigureLink
}

export interface FigureLink {
  readonly id: string
  /** By what the list is narrowed: region, category … */
  readonly narrowed?: Readonly<Record<string, string>>
  /** Of a rate: the figures that are added up under the line. The list is of what stands above it. */
  readonly over?: readonly string[]
}

export interface Column {
  readonly head: string
  /** Share of the page's width. */
  readonly width: number
  readonly numeric?: boolean
}

export interface Cell {
  readonly text: string
  readonly figure?: FigureLink
}

export interface TableBlock {
  readonly kind: 'table'
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  readonly total?: readonly Cell[]
}

export interface ChartBlock {
  readonly kind: 'chart'
  readonly chart: Chart
}

/** A picture drawn from numbers: bars over names, or bars and lines over days. */
export interface Chart {
  readonly id: string
  readonly caption: string
  readonly kind: 'bars' | 'trend' | 'share'
  readonly unit: string
  readonly names: readonly string[]
  readonly series: readonly {
    readonly name: string
    readonly values: readonly (number | null)[]
    readonly line?: boolean
  }[]
}

/** A chart drawn: for the screen, and for formats that take pictures only. */
export interface Drawn {
  readonly svg: string
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
}

export type Drawings = ReadonlyMap<string, Drawn>

/** Charts of a document, in order. */
export function chartsOf(doc: Doc): Chart[] {
  return doc.blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []))
}

/**
 * Text that no writer can trip over and no reader is misled by: control characters, which XML forbids, lone surrogates, and
 * marks that turn the direction of writing (Unicode UAX 9) become a visible mark.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu,
    '\ufffd',
  )
}

const mostInCell = 300

/** Text of a cell of a printed table: no row may be longer than its page. The annex has it whole. */
export function cellText({ text }: Cell): string {
  const clean = printable(text)
  return clean.length > mostInCell ? `${clean.slice(0, mostInCell)}…` : clean
}
