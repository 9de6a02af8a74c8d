import { z } from 'zod'
import { Platform } from './room.ts'

/** What a source says of a recording; a missing field was not said. */
export const Facts = z.strictObject({
  platform: Platform.optional(),
  /** Number of the room, or of the account, on its platform. */
  platformId: z.string().min(1).max(100).optional(),
  /** Name of the streamer or of the room. */
  name: z.string().min(1).max(200).optional(),
  title: z.string().min(1).max(500).optional(),
  /** ISO 8601 with a zone: when the file begins. */
  startedAt: z.iso.datetime({ offset: true }).optional(),
})
export type Facts = z.infer<typeof Facts>

const groups = new Set(['id', 'name', 'title', 'date', 'time', 'milli', 'epoch'])

const Pattern = z.string().transform((text, issue) => {
  const named = [...text.matchAll(/\(\?<([a-z]\w*)>/g)].map(([, name]) => name ?? '')
  for (const name of named.filter((name) => !groups.has(name)))
    issue.addIssue({
      code: 'custom',
      message: `没有叫 ${name} 的组,可用 ${[...groups].join('、')}`,
    })
  try {
    return new RegExp(text)
  } catch {
    issue.addIssue({ code: 'custom', message: '不是合法的正则表达式' })
    return z.NEVER
  }
})

const Paths = z.array(z.string().min(1)).min(1)

export const SidecarRule = z
  .strictObject({
    /** `{stem}` is the recording's name without suffix, `{file}` with it. */
    file: z.string().regex(/^\{(stem|file)\}\.[\w.]+$/),
    format: z.enum(['xml', 'json']),
    element: z.string().min(1).optional(),
    /** What the file ends in once the recorder has closed both it and the recording. */
    complete: z.string().min(1).optional(),
    fields: z.strictObject({
      platform: Paths.optional(),
      platformId: Paths.optional(),
      name: Paths.optional(),
      title: Paths.optional(),
      startedAt: Paths.optional(),
    }),
    examples: z.array(z.strictObject({ text: z.string(), says: Facts })).min(1),
  })
  .refine(({ format, element }) => format === 'json' || element !== undefined, {
    path: ['element'],
    error: 'XML 须写明元素名 element',
  })
export type SidecarRule = z.infer<typeof SidecarRule>

/** One recorder of `policies/recorders.yaml`: how it names its files and what it writes beside them. */
export const Recorder = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string().min(1),
  platform: Platform.optional(),
  names: z.array(
    z.strictObject({
      pattern: Pattern,
      examples: z.array(z.strictObject({ file: z.string().min(1), says: Facts })).min(1),
    }),
  ),
  sidecars: z.array(SidecarRule),
})
export type Recorder = z.infer<typeof Recorder>

export const RecorderFile = z.strictObject({ recorders: z.array(Recorder).min(1) })
