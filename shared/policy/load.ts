import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'

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

/**
 * Reads YAML text into the schema's shape. Throws `invalid` with every fault as `file:line: field: what is wrong`,
 * in words for the person who edited the file. `file` is only named, never opened.
 */
export function parsePolicy<T>(text: string, schema: z.ZodType<T>, file: string): T {
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const fault = (offset: number, message: string) =>
    new AppError('invalid', `${file}:${lines.linePos(offset).line}: ${message}`)
  const [broken] = doc.errors
  if (broken) throw fault(broken.pos[0], `YAML 写法有误(${broken.message}),请检查缩进与标点。`)
  /** A few aliases (one list of articles used twice) are fine; a bomb, a loop or one that leads nowhere is not. */
  const plain = (): unknown => {
    let first = 0
    visit(doc, {
      Alias(_, { range }) {
        first = range?.[0] ?? 0
        return visit.BREAK
      },
    })
    try {
      const data: unknown = doc.toJS({ maxAliasCount: 100 })
      JSON.stringify(data)
      return data
    } catch {
      throw fault(first, 'YAML 引用(& *)过多、循环或没有出处,请直接写出内容。')
    }
  }
  const parsed = schema.safeParse(plain())
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(
    (issue) =>
      `${file}:${lineOf(doc, lines, issue.path)}: ${issue.path.join('.') || '(文件)'}: ${issue.message}`,
  )
  throw new AppError('invalid', faults.join('\n'))
}

/** `parsePolicy` on a file. Throws `not_found` when it cannot be read, `invalid` when it is too large or wrong. */
export async function loadPolicy<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('not_found', `读不到规则文件 ${path},请检查路径与权限。`, { cause })
  })
  if (bytes.length > maxBytes)
    throw new AppError('invalid', `规则文件 ${path} 超过 2 MB,请检查是否放错了文件。`)
  return parsePolicy(bytes.toString('utf8'), schema, path)
}
