import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { RulesFile } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import { loadPolicy } from '#shared/policy/load.ts'

/**
 * The rules of each category, from `<category>.yaml` and, where it is split by theme, `<category>-<theme>.yaml`: one
 * entry a category, its own file's rules before those of its themes, themes by name. Throws `invalid` with file and
 * line for every fault.
 */
export async function loadRuleFiles(dir: string): Promise<RulesFile[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.yaml'))
  const files = await Promise.all(
    names
      .map((name) => basename(name, '.yaml'))
      .sort()
      .map(async (name) => {
        const file = await loadPolicy(join(dir, `${name}.yaml`), RulesFile)
        if (name !== file.category && !name.startsWith(`${file.category}-`))
          throw new AppError(
            'invalid',
            `rules/${name}.yaml:category 应与文件名相同,写成 ${name};按主题拆开的,文件名写成 ${file.category}-主题.yaml。`,
          )
        return file
      }),
  )
  const merged = new Map<string, RulesFile>()
  for (const file of files) {
    const before = merged.get(file.category)
    merged.set(file.category, before ? together(before, file) : file)
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
