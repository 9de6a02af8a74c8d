import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { IncomingLead } from '#shared/domain/lead.ts'
import { Platform } from '#shared/domain/room.ts'
import { AppError } from '#shared/errors.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { plain } from '../registry/import/columns.ts'

const Field = IncomingLead.keyof()
type Field = z.infer<typeof Field>
const words = z.array(z.string().min(1)).min(1)

/** `policies/lead-columns.yaml`. */
export const LeadColumns = z.strictObject({
  columns: z.record(Field, words),
  platforms: z.partialRecord(Platform, words),
})
export type LeadColumns = z.infer<typeof LeadColumns>

export function loadLeadColumns(): Promise<LeadColumns> {
  const path = fileURLToPath(new URL('../../policies/lead-columns.yaml', import.meta.url))
  return loadPolicy(path, LeadColumns)
}

/** Where each field stands in the heading, and headings that mean nothing here. Throws `invalid` without number or text. */
export function leadHeader(header: readonly string[], { columns }: LeadColumns) {
  const names = new Map(
    Object.entries(columns).flatMap(([field, list]) =>
      list.map((name) => [plain(name), Field.parse(field)] as const),
    ),
  )
  const at = new Map<Field, number>()
  const unknown: string[] = []
  for (const [i, cell] of header.entries()) {
    const field = names.get(plain(cell))
    if (field === undefined) {
      if (cell.trim() !== '') unknown.push(cell.trim())
    } else if (!at.has(field)) at.set(field, i)
  }
  for (const field of ['externalNo', 'text'] as const)
    if (!at.has(field))
      throw new AppError('invalid', `表头中没有“${columns[field][0]}”列，请补上后重新导入。`)
  return { at, unknown }
}

/** One line as a lead, or what is wrong with it as a sentence. */
export function leadOfLine(
  cells: readonly string[],
  at: ReadonlyMap<Field, number>,
  { platforms }: LeadColumns,
): IncomingLead | string {
  const given: Record<string, unknown> = {}
  for (const [field, i] of at) {
    const cell = cells[i]?.trim() ?? ''
    if (cell !== '') given[field] = cell
  }
  const named = given.platform === undefined ? '' : plain(String(given.platform))
  const platform = Object.entries(platforms).find(([, list]) =>
    list.some((name) => plain(name) === named),
  )
  const lead = IncomingLead.safeParse({ ...given, platform: platform?.[0] ?? null })
  if (lead.success) return lead.data
  const [issue] = lead.error.issues
  if (issue?.code === 'invalid_type') return `缺少${issue.path[0] === 'text' ? '内容' : '编号'}`
  return issue?.message ?? '无法识别'
}
