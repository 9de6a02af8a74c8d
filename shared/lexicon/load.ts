import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { CategoriesFile, type Category } from '#shared/domain/category.ts'
import { type Law, LawsFile, unknownRefs } from '#shared/domain/law.ts'
import {
  CalendarsFile,
  ConceptsFile,
  ExceptionsFile,
  type LexiconSource,
  VariantsFile,
} from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { loadRuleFiles } from './rule-files.ts'

export interface LoadedLexicon {
  readonly source: LexiconSource
  readonly laws: readonly Law[]
  readonly categories: readonly Category[]
}

/** Reads the lexicon folder. Throws `invalid` with file, line and what to do for every fault of the file at fault. */
export async function loadLexicon(dir: string): Promise<LoadedLexicon> {
  const { laws } = await loadPolicy(join(dir, 'laws.yaml'), LawsFile)
  const { categories } = await loadPolicy(join(dir, 'categories.yaml'), CategoriesFile)
  const { concepts } = await loadPolicy(join(dir, 'concepts.yaml'), ConceptsFile)
  const { exceptions } = await loadPolicy(join(dir, 'exceptions.yaml'), ExceptionsFile)
  const variants = await loadPolicy(join(dir, 'variants.yaml'), VariantsFile)
  const { calendars } = await loadPolicy(join(dir, 'calendars.yaml'), CalendarsFile)
  for (const { id, basis, sanction } of categories) {
    const refs = [...basis.ad, ...basis.otherwise, ...sanction.ad, ...sanction.otherwise]
    const [unknown] = unknownRefs(laws, refs)
    if (unknown)
      throw new AppError(
        'invalid',
        `categories.yaml:${id} 引用的 ${unknown.law}/${unknown.article} 在 laws.yaml 中没有。`,
      )
  }
  const rules = await loadRuleFiles(join(dir, 'rules'))
  const ids = rules.flatMap((file) => [...file.rules, ...(file.absent ?? [])].map(({ id }) => id))
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice) throw new AppError('invalid', `规则编号 ${twice} 用了两次,请改其中一个。`)
  const plain = categories.map(({ id, severity, mode, channels }) => ({
    id,
    severity,
    mode,
    channels,
  }))
  return {
    source: { concepts, exceptions, variants, calendars, rules, categories: plain },
    laws,
    categories,
  }
}

/** The name of a version: SHA-256 over its content, whatever the order of its keys; stored and read again it is equal. */
export function versionOf(source: LexiconSource): string {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : value instanceof Date
        ? value.toISOString()
        : typeof value === 'object' && value !== null
          ? Object.entries(value)
              .filter(([, inner]) => inner !== undefined)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, sorted(inner)])
          : value
  return createHash('sha256')
    .update(JSON.stringify(sorted(source)))
    .digest('hex')
}
