import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { RulesFile } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import { loadPlaced } from '#shared/policy/load.ts'
import type { RulesAt } from './references.ts'

/**
 * The files of rules, `<category>.yaml` and, where it is split by theme, `<category>-<theme>.yaml`, by name. Throws
 * `invalid` with file and line for every fault, and for a file that would be left unread for its name.
 */
export async function readRuleFiles(dir: string): Promise<RulesAt[]> {
  const entries = (await readdir(dir)).filter((name) => !name.startsWith('.')).sort()
  const odd = entries.find((name) => !name.endsWith('.yaml'))
  if (odd)
    throw new AppError(
      'invalid',
      `rules/${odd}:规则文件名应以 .yaml 结尾,否则不会读取;请改名,或把它移出 rules 目录。`,
    )
  return Promise.all(
    entries
      .map((name) => basename(name, '.yaml'))
      .sort()
      .map(async (name) => {
        const file = await loadPlaced(join(dir, `${name}.yaml`), RulesFile)
        const { category } = file.data
        if (name !== category && !name.startsWith(`${category}-`))
          throw new AppError(
            'invalid',
            `rules/${name}.yaml:${file.lineOf(['category'])}: category 应与文件名相同,写成 ${name};按主题拆开的,文件名写成 ${category}-主题.yaml。`,
          )
        return { ...file, file: `rules/${name}.yaml` }
      }),
  )
}

/** One entry a category, its own file's rules before those of its themes. */
export function byCategory(files: readonly RulesAt[]): RulesFile[] {
  const merged = new Map<string, RulesFile>()
  for (const { data } of files) {
    const before = merged.get(data.category)
    merged.set(data.category, before ? together(before, data) : data)
  }
  return [...merged.values()]
}

function together(one: RulesFile, other: RulesFile): RulesFile {
  const absent = [...(one.absent ?? []), ...(other.absent ?? [])]
  return {
    ...one,
    note: one.note ?? other.note,
    rules: [...one.rules, ...other.rules],
    ...(absent.length > 0 ? { absent } : {}),
  }
}
