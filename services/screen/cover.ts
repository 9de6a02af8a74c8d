import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'

const suffixes = ['jpg', 'jpeg', 'png', 'webp']
const marks = ['.cover', '-cover', '_cover', '.封面', '_封面', '']

/** The picture a recorder put beside a recording as its cover, by its name, or null. */
export async function coverBeside(path: string): Promise<string | null> {
  const names = await readdir(dirname(path)).catch(() => [])
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]))
  const file = basename(path)
  const stems = [file.slice(0, file.length - extname(file).length), file]
  for (const mark of marks)
    for (const stem of stems)
      for (const suffix of suffixes) {
        const found = byName.get(`${stem}${mark}.${suffix}`.toLowerCase())
        if (found) return join(dirname(path), found)
      }
  return null
}
