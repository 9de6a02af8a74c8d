import { z } from 'zod'

/** What a person changes of a row: the fields named and no others, the version that was on the screen, and why. */
export type Edit<F extends z.ZodObject> = Partial<z.output<F>> & {
  readonly seen: number
  readonly reason?: string | undefined
}

/** The form of an edit: every field optional, and none filled in by the default that a new row would get. */
export function editOf<F extends z.ZodObject>(form: F) {
  const fields = Object.entries(form.shape).map(([key, type]) => [
    key,
    (type instanceof z.ZodDefault ? (type.unwrap() as z.ZodType) : (type as z.ZodType)).optional(),
  ])
  const edit = z.strictObject({
    ...(Object.fromEntries(fields) as Record<string, z.ZodType>),
    seen: z.int().min(1),
    reason: z.string().trim().max(2000).optional(),
  })
  return edit as unknown as z.ZodType<
    Edit<F>,
    Partial<z.input<F>> & { seen: number; reason?: string }
  >
}
