import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument, stringify } from 'yaml'
import type { Example, LexiconSource, Rule } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'

/**
 * Writes a version as the folder its owner edits: read again, it is the same version. Comments of the files it was
 * drafted from are not part of a version. Laws and the texts of categories, which no version holds, come from `base`,
 * the program's own folder. Throws `conflict` unless `dir` is new or empty.
 */
export async function exportLexicon(source: LexiconSource, dir: string, base: string) {
  await mkdir(join(dir, 'rules'), { recursive: true })
  const there = (await readdir(dir)).filter((name) => name !== 'rules')
  if (there.length + (await readdir(join(dir, 'rules'))).length > 0)
    throw new AppError('conflict', `目录 ${dir} 不是空的,请换一个新目录。`)
  const { concepts, exceptions, variants, calendars, rules } = source
  const files = {
    concepts: { concepts },
    exceptions: { exceptions },
    variants,
    calendars: { calendars },
  }
  for (const [name, data] of Object.entries(files))
    await writeFile(join(dir, `${name}.yaml`), yaml(data))
  for (const { rules: own, ...file } of rules)
    await writeFile(
      join(dir, 'rules', `${file.category}.yaml`),
      yaml({ ...file, rules: own.map(ruleAsWritten) }),
    )
  await copyFile(join(base, 'laws.yaml'), join(dir, 'laws.yaml'))
  const categories = await readFile(join(base, 'categories.yaml'), 'utf8')
  await writeFile(join(dir, 'categories.yaml'), withOwn(categories, source.categories))
}

/** A rule as its owner writes it: what it says by saying nothing is left out. */
export const ruleYaml = (rule: Rule): string => yaml(ruleAsWritten(rule))

const yaml = (data: unknown) => stringify(data, { lineWidth: 0, aliasDuplicateObjects: false })

/** What a rule says by saying nothing is left out. */
const silent: Readonly<Record<string, unknown>> = {
  within: 'sentence',
  goodsKnown: false,
  channels: ['speech', 'title', 'screen', 'link'],
  dayKnown: false,
  except: [],
  noExcept: [],
  sound: true,
}

function ruleAsWritten({ examples, within, with: conditions, ...rule }: Rule) {
  const whole = {
    ...rule,
    with: conditions?.length === 1 ? conditions[0] : conditions,
    within: typeof within === 'object' ? `${within.seconds}s` : within,
  }
  const said = Object.entries(whole).filter(
    ([key, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(silent[key] ?? null),
  )
  return {
    ...Object.fromEntries(said),
    examples: {
      match: examples.match.map(exampleAsWritten),
      clean: examples.clean.map(exampleAsWritten),
    },
  }
}

function exampleAsWritten({ text, at, goods, channel }: Example) {
  if (!at && !goods && !channel) return text
  return {
    text,
    ...(goods ? { goods } : {}),
    ...(channel ? { channel } : {}),
    ...(at ? { at: at.toISOString() } : {}),
  }
}

/** The file of categories with those of a version, in its order, and what it says of each. */
function withOwn(text: string, categories: LexiconSource['categories']): string {
  const doc = parseDocument(text)
  const { categories: all } = doc.toJS() as { categories: { readonly id: string }[] }
  const byId = new Map(all.map((category) => [category.id, category]))
  const own = categories.map((category) => {
    const known = byId.get(category.id)
    if (!known)
      throw new AppError('conflict', `类别 ${category.id} 已不在本系统中,这个版本无法导出。`)
    return { ...known, ...category }
  })
  return yaml({ categories: own })
}
