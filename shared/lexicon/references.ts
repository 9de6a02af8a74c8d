import type { AbsenceRule } from '#shared/domain/absence.ts'
import type { Exception, LexiconSource, Rule, RulesFile } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import type { Placed } from '#shared/policy/load.ts'
import { conceptsOf } from '#shared/text/concepts.ts'
import { PatternError, parsePattern } from '#shared/text/match/pattern.ts'

/** A file of rules with its name for people, `rules/minors.yaml`. */
export interface RulesAt extends Placed<RulesFile> {
  readonly file: string
}

/** What rules and exceptions are made of and refer to. */
type Words = Pick<LexiconSource, 'concepts' | 'calendars' | 'categories'>
type Where = (path: readonly PropertyKey[]) => string

/** Faults named at most; more help nobody. */
const namedFaults = 20
const widestGap = 200

/**
 * What only shows when the files of a lexicon are read together: numbers used twice, names that are not there, patterns
 * that cannot be read. Throws `invalid` with file, line and what to do for each.
 */
export function checkReferences(
  files: readonly RulesAt[],
  exceptions: Placed<{ exceptions: readonly Exception[] }>,
  words: Words,
): void {
  const concept = conceptsOf(words.concepts)
  const faults = [
    ...exceptions.data.exceptions.flatMap(({ patterns = [], unless = [] }, i) => {
      const where = placesOf('exceptions.yaml', exceptions)
      return (['patterns', 'unless'] as const).flatMap((field) =>
        (field === 'patterns' ? patterns : unless).flatMap((text, j) =>
          patternFault(text, concept).map(
            (fault) => `${where(['exceptions', i, field, j])}: ${fault}`,
          ),
        ),
      )
    }),
    ...files.flatMap((one) => fileFaults(one, exceptions.data.exceptions, words, concept)),
    ...usedTwice(files),
  ]
  if (faults.length === 0) return
  const more = faults.length > namedFaults ? [`…共 ${faults.length} 处。`] : []
  throw new AppError('invalid', [...faults.slice(0, namedFaults), ...more].join('\n'))
}

const placesOf =
  (file: string, { lineOf }: Pick<Placed<unknown>, 'lineOf'>): Where =>
  (path) =>
    `${file}:${lineOf(path)}`

function fileFaults(
  at: RulesAt,
  exceptions: readonly Exception[],
  { calendars, categories }: Words,
  concept: Concept,
): string[] {
  const where = placesOf(at.file, at)
  const { category, rules, absent = [] } = at.data
  return [
    ...(categories.some(({ id }) => id === category)
      ? []
      : [`${where(['category'])}: categories.yaml 里没有类别 ${category},请改正。`]),
    ...rules.flatMap((rule, i) =>
      ruleFaults(rule, (path) => where(['rules', i, ...path]), exceptions, calendars, concept),
    ),
    ...absent.flatMap((rule, i) =>
      absencePatterns(rule).flatMap(([path, text]) =>
        patternFault(text, concept).map(
          (fault) => `${where(['absent', i, ...path])}: 规则 ${rule.id}:${fault}`,
        ),
      ),
    ),
  ]
}

/** `checkReferences` for one rule on its own. */
export function checkRule(placed: Placed<Rule>, source: LexiconSource): void {
  const where = placesOf('规则', placed)
  const { exceptions, calendars, concepts } = source
  const faults = ruleFaults(placed.data, where, exceptions, calendars, conceptsOf(concepts))
  if (faults.length > 0) throw new AppError('invalid', faults.join('\n'))
}

function ruleFaults(
  rule: Rule,
  where: Where,
  exceptions: LexiconSource['exceptions'],
  calendars: LexiconSource['calendars'],
  concept: Concept,
): string[] {
  const ids = calendars.map(({ id }) => id)
  return [
    ...patternsOf(rule).flatMap(([path, text]) =>
      patternFault(text, concept).map((fault) => `${where(path)}: 规则 ${rule.id}:${fault}`),
    ),
    ...(rule.dates && !ids.includes(rule.dates)
      ? [
          `${where(['dates'])}: 规则 ${rule.id}:calendars.yaml 里没有日历 ${rule.dates},可以写 ${ids.join('、')}。`,
        ]
      : []),
    ...(['except', 'noExcept'] as const).flatMap((field) =>
      rule[field].flatMap((id, j) =>
        exceptions.some((one) => one.id === id)
          ? []
          : [
              `${where([field, j])}: 规则 ${rule.id}:exceptions.yaml 里没有名为 ${id} 的例外,请改正或先在那里写好。`,
            ],
      ),
    ),
  ]
}

type Concept = (name: string) => readonly string[] | undefined
type PatternAt = readonly [path: readonly PropertyKey[], text: string]

/** Every pattern of a rule, and where it stands in it. */
function patternsOf(rule: Rule): PatternAt[] {
  const list = (field: string, texts: readonly string[] = []) =>
    texts.map((text, j): PatternAt => [[field, j], text])
  return [
    ...list('match', rule.match),
    // One list of conditions is stored as a list of lists: its line is that of the field.
    ...(rule.with?.flat().map((text): PatternAt => [['with'], text]) ?? []),
    ...list('without', rule.without),
    ...(rule.severityWhen?.flatMap((when, j) =>
      list('with', when.with).map(
        ([path, text]): PatternAt => [['severityWhen', j, ...path], text],
      ),
    ) ?? []),
  ]
}

const absencePatterns = (rule: AbsenceRule): PatternAt[] =>
  (['when', 'expects', 'goodsSaid'] as const).flatMap((field) =>
    (rule[field] ?? []).map((text, j): PatternAt => [[field, j], text]),
  )

/** What is wrong with a pattern as its owner wrote it; at most one fault. */
function patternFault(text: string, concept: Concept): string[] {
  const regex = /\\.?|\.[*+?]|\[[^\]]*\]|\(\?[:=!]/.exec(text)
  if (regex)
    return [
      `“${text}”里的 ${regex[0]} 像正则表达式,这里不用:任意几个字写 …,数字写 #,几个里选一个写 (甲|乙)。`,
    ]
  const gap = [...text.matchAll(/…(\d+)/gu)].find(([, digits]) => Number(digits) > widestGap)
  if (gap) return [`“${text}”里的 ${gap[0]} 隔得太远,最多 ${widestGap} 个字。`]
  // One word stands for all of a concept: whether a pattern can be read does not depend on how many it has.
  const named = (name: string) => concept(name) && [name]
  try {
    parsePattern(text, named)
    return []
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return [`${error.message}${nearName(error.message, concept)}。写法见 lexicons/README.md。`]
  }
}

/** A concept is often written with or without a last 词 or 类. */
function nearName(message: string, concept: Concept): string {
  const name = /\{([^}]+)\}$/.exec(message)?.[1]
  if (!name || !message.includes('没有定义')) return ''
  const bare = name.replace(/[词类]$/, '')
  const near = [bare, `${bare}词`, `${bare}类`].find((other) => other !== name && concept(other))
  return near ? `,是不是 {${near}}?没有的话请先写进 concepts.yaml` : ',请先写进 concepts.yaml'
}

function usedTwice(files: readonly RulesAt[]): string[] {
  const first = new Map<string, string>()
  return files.flatMap((at) => {
    const where = placesOf(at.file, at)
    const ids = (['rules', 'absent'] as const).flatMap((field) =>
      (at.data[field] ?? []).map(({ id }, i) => [id, where([field, i, 'id'])] as const),
    )
    return ids.flatMap(([id, place]) => {
      const before = first.get(id)
      if (!before) first.set(id, place)
      return before ? [`${place}: 规则编号 ${id} 已经在 ${before} 用过,请改其中一个。`] : []
    })
  })
}

/** File and line of a rule's own sentence; of the rule where it is not written out, empty without the rule. */
export function sentencePlace(files: readonly RulesAt[], id: string, text: string): string {
  for (const { file, data, lineOf } of files) {
    const i = data.rules.findIndex((rule) => rule.id === id)
    const rule = data.rules[i]
    if (!rule) continue
    for (const wanted of ['match', 'clean'] as const) {
      const j = rule.examples[wanted].findIndex((one) => one.text === text)
      if (j >= 0) return `${file}:${lineOf(['rules', i, 'examples', wanted, j])}`
    }
    return `${file}:${lineOf(['rules', i])}`
  }
  return ''
}
