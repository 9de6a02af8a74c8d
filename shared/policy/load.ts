import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { faultWords, yamlFaultWords } from './words.ts'

const maxBytes = 2_000_000

/** The line a path of the data stands on; a missing field is reported at the nearest thing that is there. */
function lineOf(
  doc: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = doc.getIn(path.slice(0, depth), true)
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line
  }
  return 1
}

/** A file as read, and the line on which a place of it stands. */
export interface Placed<T> {
  readonly data: T
  readonly lineOf: (path: readonly PropertyKey[]) => number
}

/**
 * Reads YAML text into the schema's shape. Throws `invalid` with every fault as `file:line: field: what is wrong`,
 * in words for the person who edited the file. `file` is only named, never opened.
 */
export const parsePolicy = <T>(text: string, schema: z.ZodType<T>, file: string): T =>
  parsePlaced(text, schema, file).data

/** `parsePolicy`, with the lines kept for faults that only show when files are read together. */
export function parsePlaced<T>(text: string, schema: z.ZodType<T>, file: string): Placed<T> {
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const fault = (offset: number, message: string) =>
    new AppError('invalid', `${file}:${lines.linePos(offset).line}: ${message}`)
  const [broken] = doc.errors
  if (broken)
    throw fault(broken.pos[0], `YAML 写法有误:${yamlFaultWords(broken.code, broken.message)}。`)
  /** A few aliases (one list of articles used twice) are fine; a bomb, a loop or one that leads nowhere is not. */
  const plain = (): unknown => {
    try {
      const data: unknown = doc.toJS({ maxAliasCount: 100 })
      JSON.stringify(data)
      return data
    } catch {
      let first = 0
      visit(doc, {
        Alias(_, { range }) {
          first = range?.[0] ?? 0
          return visit.BREAK
        },
      })
      throw fault(first, 'YAML 引用(& *)过多、循环或没有出处,请直接写出内容。')
    }
  }
  const parsed = schema.safeParse(plain())
  if (parsed.success) return { data: parsed.data, lineOf: (path) => lineOf(doc, lines, path) }
  const faults = parsed.error.issues.map(
    (issue) =>
      `${file}:${lineOf(doc, lines, issue.path)}: ${issue.path.join('.') || '(文件)'}: ${faultWords(issue)}`,
  )
  throw new AppError('invalid', faults.join('\n'))
}

/** `parsePolicy` on a file. Throws `not_found` when it cannot be read, `invalid` when it is too large or wrong. */
export async function loadPolicy<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return parsePolicy(await readText(path), schema, path)
}

/** `parsePlaced` on a file. Throws as `loadPolicy` does. */
export async function loadPlaced<T>(path: string, schema: z.ZodType<T>): Promise<Placed<T>> {
  return parsePlaced(await readText(path), schema, path)
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('not_found', `读不到规则文件 ${path},请检查路径与权限。`, { cause })
  })
  if (bytes.length > maxBytes)
    throw new AppError('invalid', `规则文件 ${path} 超过 2 MB,请检查是否放错了文件。`)
  try {
    // Editors on Windows save as GBK or UTF-16 unless told otherwise; read as UTF-8 that is another text.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('invalid', `${path} 不是 UTF-8 编码,请在编辑器里“另存为”,编码选 UTF-8。`, {
      cause,
    })
  }
}
