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
import { loadPlaced, loadPolicy } from '#shared/policy/load.ts'
import { checkReferences, sentencePlace } from './references.ts'
import { byCategory, readRuleFiles } from './rule-files.ts'

export interface LoadedLexicon {
  readonly source: LexiconSource
  readonly laws: readonly Law[]
  readonly categories: readonly Category[]
  /** File and line of a rule's own sentence, `rules/minors.yaml:12`. */
  readonly placeOf: (rule: string, text: string) => string
}

/** Reads the lexicon folder. Throws `invalid` with file, line and what to do for every fault of the file at fault. */
export async function loadLexicon(dir: string): Promise<LoadedLexicon> {
  const { laws } = await loadPolicy(join(dir, 'laws.yaml'), LawsFile)
  const { categories } = await loadPolicy(join(dir, 'categories.yaml'), CategoriesFile)
  const { concepts } = await loadPolicy(join(dir, 'concepts.yaml'), ConceptsFile)
  const exceptions = await loadPlaced(join(dir, 'exceptions.yaml'), ExceptionsFile)
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
  const files = await readRuleFiles(join(dir, 'rules'))
  const plain = categories.map(({ id, severity, mode, channels }) => ({
    id,
    severity,
    mode,
    channels,
  }))
  checkReferences(files, exceptions, { concepts, calendars, categories: plain })
  return {
    source: {
      ...{ concepts, exceptions: exceptions.data.exceptions, variants, calendars },
      ...{ rules: byCategory(files), categories: plain },
    },
    laws,
    categories,
    placeOf: (rule, text) => sentencePlace(files, rule, text),
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
