import { z } from 'zod'
import { Day, dayOf } from './calendar.ts'
import type { ArticleRef } from './hit.ts'

/** How sure the table is: text read, read in a secondary source, from memory (check before printing), our own default. */
export const TextLabel = z.enum(['verified', 'secondary', 'recalled', 'default'])
export type TextLabel = z.infer<typeof TextLabel>

const Slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '只用小写字母、数字和连字符')

/**
 * The name of a rule that stays the same in every version of its law. Where numbers never moved it is the
 * number itself (`9(3)` 第九条第三项, `17.2` 第十七条第二款); where they moved it is a word (`false-advertising`).
 */
const ArticleKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.()-]*$/, '条款键形如 9(3)、17.2 或 false-advertising')

/** An article word for word, entered by the bureau's legal office, and where the words were taken from. */
export const Verbatim = z.strictObject({
  text: z.string().trim().min(1).max(5000),
  source: z.string().trim().min(1).max(200),
})
export type Verbatim = z.infer<typeof Verbatim>

/** An article as one version prints it; without `text` it has the label of its version. `gist` is our summary, never its words. */
export const Article = z.strictObject({
  key: ArticleKey,
  cite: z.string().regex(/^第/, '写成“第九条第三项”'),
  gist: z.string().min(1).max(120),
  text: TextLabel.optional(),
  verbatim: Verbatim.optional(),
})
export type Article = z.infer<typeof Article>

export const LawVersion = z
  .strictObject({
    id: z.string().min(1),
    issued: Day.optional(),
    from: Day,
    /** Last day in force; null while it is. */
    to: Day.nullable(),
    text: TextLabel,
    note: z.string().optional(),
    articles: z.array(Article).min(1),
  })
  .refine((version) => version.to === null || version.from <= version.to, '失效日早于施行日')
  .refine(({ articles }) => isDistinct(articles.map(({ key }) => key)), '条款键重复')
export type LawVersion = z.infer<typeof LawVersion>

export const Law = z
  .strictObject({
    id: Slug,
    name: z.string().min(1),
    short: z.string().min(1),
    versions: z.array(LawVersion).min(1),
  })
  .refine(({ versions }) => isDistinct(versions.map(({ id }) => id)), '版本重复')
  .refine(
    ({ versions }) =>
      versions.every((version, i) => {
        const next = versions[i + 1]
        return !next || (version.to !== null && version.to < next.from)
      }),
    '版本按施行日先后排列，前一版的失效日须早于后一版的施行日',
  )
export type Law = z.infer<typeof Law>

export const LawsFile = z
  .strictObject({ laws: z.array(Law).min(1) })
  .refine(({ laws }) => isDistinct(laws.map(({ id }) => id)), '法规 id 重复')
export type LawsFile = z.infer<typeof LawsFile>

/** `law/article`, as the lexicon files write a reference: `advertising/9(3)`. */
export const ArticleRefText = z
  .string()
  .regex(/^[a-z0-9-]+\/[a-z0-9.()-]+$/, '引用条款写成 法规id/条款键，如 advertising/9(3)')
  .transform((text): ArticleRef => {
    const slash = text.indexOf('/')
    return { law: text.slice(0, slash), article: text.slice(slash + 1) }
  })

/** A reference bound to the version that was in force. */
export interface BoundArticle {
  readonly law: string
  readonly article: string
  readonly short: string
  readonly version: string
  readonly cite: string
  readonly gist: string
  readonly verbatim: Verbatim | null
  readonly text: TextLabel
  /** The version that has replaced it since; `cite` is null where the rule was dropped. */
  readonly laterVersion?: {
    readonly version: string
    readonly from: string
    readonly cite: string | null
  }
}

/** The version in force on the Shanghai day of `at` (Date or epoch ms), first and last day included. */
export function versionInForce(law: Law, at: Date | number): LawVersion | undefined {
  const day = dayOf(Number(at))
  return law.versions.find(({ from, to }) => from <= day && (to === null || day <= to))
}

/**
 * Binds references to the versions in force at the wall clock time of the conduct, in the order given.
 * A reference with no article in force then is left out (`unknownRefs` finds the misspelt ones at load).
 * `laterVersion` is set when the law has changed between `atMs` and `nowMs`: conduct is judged by the law of
 * its day unless the newer one is lighter (行政处罚法 第三十七条), and which is lighter is for a person to say.
 */
export function resolveArticles(
  laws: readonly Law[],
  refs: readonly ArticleRef[],
  atMs: number,
  nowMs: number = atMs,
): BoundArticle[] {
  return refs.flatMap(({ law: id, article: key }) => {
    const law = laws.find((candidate) => candidate.id === id)
    const version = law && versionInForce(law, atMs)
    const article = version && articleOf(version, key)
    if (!law || !version || !article) return []
    const { cite, gist, verbatim = null, text = version.text } = article
    const words = { cite, gist, verbatim, text }
    const bound = { law: id, article: key, short: law.short, version: version.id, ...words }
    const later = versionInForce(law, nowMs)
    if (!later || later.from <= version.from) return [bound]
    const laterVersion = {
      version: later.id,
      from: later.from,
      cite: articleOf(later, key)?.cite ?? null,
    }
    return [{ ...bound, laterVersion }]
  })
}

/** The references that name no law, or no article in any version of it: a typing error in a lexicon file. */
export function unknownRefs(laws: readonly Law[], refs: readonly ArticleRef[]): ArticleRef[] {
  return refs.filter(
    (ref) =>
      !laws.some(
        (law) =>
          law.id === ref.law && law.versions.some((version) => articleOf(version, ref.article)),
      ),
  )
}

function articleOf(version: LawVersion, key: string): Article | undefined {
  return version.articles.find((article) => article.key === key)
}

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}
