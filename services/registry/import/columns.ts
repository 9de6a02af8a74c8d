import { z } from 'zod'
import { AppError } from '#shared/errors.ts'

/** The columns of the ledger, in order: what an export writes, an import reads. */
export const Field = z.enum([
  'name',
  'platform',
  'platformId',
  'link',
  'accountName',
  'type',
  'goods',
  'region',
  'operatorName',
  'code',
  'operatorKind',
  'foundedOn',
  'domicile',
  'address',
  'representative',
  'contact',
  'phone',
])
export type Field = z.infer<typeof Field>

const words = z.array(z.string().min(1)).min(1)

/** `policies/import-columns.yaml`: what a column may be called and how a value may be written; the first is the usual one. */
export const ImportColumns = z
  .strictObject({
    columns: z.record(Field, words),
    values: z.strictObject({
      platform: z.record(z.string(), words),
      type: z.record(z.string(), words),
      goods: z.record(z.string(), words),
      operatorKind: z.record(z.string(), words),
    }),
  })
  .superRefine(({ columns }, issue) => {
    const seen = new Set<string>()
    for (const name of Object.values(columns).flat().map(plain)) {
      if (seen.has(name)) issue.addIssue(`列名“${name}”写了两次，无法判断是哪一列`)
      seen.add(name)
    }
  })
export type ImportColumns = z.infer<typeof ImportColumns>

/** Without width, case, blanks, and what stands in brackets: how people decorate a heading. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[(（【[].*?[)）】\]]/g, '')
    .replace(/[\s*:：_]/g, '')
}

export interface Header {
  /** The place of each field that the file has. */
  readonly at: ReadonlyMap<Field, number>
  /** Headings that mean nothing here; their cells are left out, and people are told. */
  readonly unknown: readonly string[]
}

/** Reads a heading line. Throws `invalid` when a column occurs twice or what tells rooms apart is missing. */
export function readHeader(cells: readonly string[], { columns }: ImportColumns): Header {
  const names = new Map(
    Object.entries(columns).flatMap(([field, list]) =>
      list.map((name) => [plain(name), field as Field] as const),
    ),
  )
  const at = new Map<Field, number>()
  const unknown: string[] = []
  for (const [i, cell] of cells.entries()) {
    const field = names.get(plain(cell))
    if (field === undefined) {
      if (cell.trim() !== '') unknown.push(cell.trim())
    } else if (at.has(field))
      throw new AppError(
        'invalid',
        `“${cell}”与另一列是同一项（${columns[field][0]}），请删去一列。`,
      )
    else at.set(field, i)
  }
  if (!at.has('name') && !at.has('accountName'))
    throw new AppError('invalid', `没有找到“${columns.name[0]}”一列，请核对表头是否在第一行。`)
  if (!at.has('link') && !(at.has('platform') && at.has('platformId')))
    throw new AppError(
      'invalid',
      `须有“${columns.link[0]}”一列，或同时有“${columns.platform[0]}”与“${columns.platformId[0]}”。`,
    )
  return { at, unknown }
}

/** The value a word stands for, or undefined. The value's own name counts as well. */
export function valueNamed(
  values: Readonly<Record<string, readonly string[]>>,
  word: string,
): string | undefined {
  const wanted = plain(word)
  return Object.entries(values).find(
    ([value, list]) => plain(value) === wanted || list.some((name) => plain(name) === wanted),
  )?.[0]
}
