import { z } from 'zod'
import { AbsenceRule } from './absence.ts'
import { Channel, Goods, RoomType } from './channel.ts'

const Id = z.string().regex(/^[a-z0-9]+([-.][a-z0-9]+)*$/, '编号只用小写字母、数字、连字符和点')
const Severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
const Pattern = z.string().min(1).max(600)
const Patterns = z.array(Pattern).min(1)
const Mode = z.enum(['assert', 'verify', 'context', 'absence', 'modifier'])

/** A sentence of a rule's own that it must, or must not, flag. */
export const Example = z.union([
  z
    .string()
    .min(1)
    .transform((text) => ({ text, goods: undefined, channel: undefined, at: undefined })),
  z.strictObject({
    text: z.string().min(1),
    goods: Goods.optional(),
    channel: Channel.optional(),
    /** When it was said, for rules bound to a season. */
    at: z.coerce.date().optional(),
  }),
])
export type Example = z.infer<typeof Example>

/** One list is one condition (any of its patterns); a list of lists is several, all of which must hold. */
const Conditions = z
  .union([Patterns, z.array(Patterns).min(1)])
  .transform((value) => (value.every(Array.isArray) ? value : [value]) as string[][])

/** How near: the clause, the sentence, so many characters either side, or `30s` across the sentences around it. */
export const Within = z.union([
  z.enum(['clause', 'sentence', 'text']),
  z.int().min(1).max(500),
  z
    .string()
    .regex(/^[1-9]\d{0,2}s$/, '写成 clause、sentence、text、字数（如 20）或秒数（如 30s）')
    .transform((text) => ({ seconds: Number(text.slice(0, -1)) })),
  // As it is stored.
  z.strictObject({ seconds: z.int().min(1).max(999) }),
])
export type Within = z.infer<typeof Within>

/** 规则: what words make a lead of its category, and under which circumstances. */
export const Rule = z
  .strictObject({
    id: Id,
    name: z.string().min(1),
    note: z.string().optional(),
    match: Patterns,
    /** These must stand nearby too. */
    with: Conditions.optional(),
    /** None of these may. */
    without: Patterns.optional(),
    /** How near `with` and `without` are looked for. */
    within: Within.default('sentence'),
    severity: Severity.optional(),
    mode: Mode.optional(),
    severityWhen: z
      .array(
        z
          .strictObject({
            goods: z.array(Goods).optional(),
            with: Patterns.optional(),
            severity: Severity,
          })
          .refine(({ goods, with: words }) => goods || words, '写明在什么商品或什么词旁边改变等级'),
      )
      .optional(),
    goods: z.array(Goods).optional(),
    notGoods: z.array(Goods).optional(),
    /** Does not run where nobody has said what is being sold; without it, unknown goods fit every rule. */
    goodsKnown: z.boolean().default(false),
    rooms: z.array(RoomType).optional(),
    /** `danmaku` means the audience; staff comments count as speech. */
    channels: z.array(Channel).min(1).default(['speech', 'title', 'screen', 'link']),
    /** Only inside these dates of calendars.yaml. */
    dates: Id.optional(),
    /** With `dates`: silent too when the day is not known. */
    dayKnown: z.boolean().default(false),
    /** Exceptions beyond those that always apply, and of those the ones that do not here. */
    except: z.array(Id).default([]),
    noExcept: z.array(Id).default([]),
    boundary: z.enum(['both', 'start', 'none']).optional(),
    sound: z.boolean().default(true),
    /**
     * Its words alone say nothing: they are a lead only where the second reading takes their sentence for a claim of the
     * category with at least this chance.
     */
    likely: z.number().min(0.5).max(0.99).optional(),
    examples: z.strictObject({ match: z.array(Example).min(3), clean: z.array(Example).min(3) }),
  })
  .refine(({ goods, notGoods }) => !(goods && notGoods), 'goods 和 notGoods 只写一个')
export type Rule = z.infer<typeof Rule>

export const RulesFile = z.strictObject({
  category: Id,
  note: z.string().optional(),
  rules: z.array(Rule).min(1),
  /** What has to be there; judged over a whole broadcast. */
  absent: z.array(AbsenceRule).min(1).optional(),
})
export type RulesFile = z.infer<typeof RulesFile>

/** 概念: a class of words under a name; may take in other classes. */
export const ConceptsFile = z.strictObject({
  concepts: z.record(
    z.string().min(1),
    z.union([
      z.array(z.string().min(1)).min(1),
      z.strictObject({
        include: z.array(z.string()).optional(),
        /** Concepts whose words are none of its. */
        without: z.array(z.string()).optional(),
        words: z.array(z.string().min(1)).default([]),
        note: z.string().optional(),
      }),
    ]),
  ),
})
export type ConceptsFile = z.infer<typeof ConceptsFile>

/** 例外: what makes a hit no lead, by where its words stand to the hit's. */
export const Exception = z
  .strictObject({
    id: Id,
    name: z.string().min(1),
    /** Article or guide it follows, or the look-alike it names. */
    source: z.string().min(1),
    reason: z.string().min(1),
    /** Applies to every rule that does not switch it off. */
    always: z.boolean().default(false),
    where: z.enum(['covers', 'before', 'after', 'around', 'clause', 'sentence', 'text']),
    /** Characters between the exception's words and the hit, for before, after and around. */
    within: z.int().min(0).max(200).default(8),
    patterns: Patterns.optional(),
    /** Also when the sentence of the hit is a question: a question mark, or 吗 at its end. */
    question: z.boolean().default(false),
    /** Also when the first two prices from the hit on differ by less than this share of the greater one. */
    nearPrices: z.number().gt(0).lt(1).optional(),
    /** Cancels it when one of these stands in the same sentence: 不是全网最低价你来找我. */
    unless: Patterns.optional(),
    channels: z.array(Channel).optional(),
  })
  .refine(
    ({ patterns, question, nearPrices }) => patterns || question || nearPrices,
    '写明 patterns，或写 question: true、nearPrices',
  )
export type Exception = z.infer<typeof Exception>
export const ExceptionsFile = z
  .strictObject({ exceptions: z.array(Exception).min(1) })
  .refine(
    ({ exceptions }) => new Set(exceptions.map(({ id }) => id)).size === exceptions.length,
    '例外编号重复',
  )

/** Signs and letters that stand for words, parts that stand for characters, fillers, words that open a clause, corrections. */
export const VariantsFile = z.strictObject({
  signs: z.record(z.string(), z.string().min(1)).default({}),
  lookAlikes: z.array(z.string().min(2)).default([]),
  splits: z.record(z.string().min(2), z.string().length(1)).default({}),
  fillers: z.array(z.string().min(1)).default([]),
  staff: z.array(z.string().min(1)).min(1),
  clauseOpeners: z.array(z.string().min(1)).min(1),
  corrections: Patterns,
})
export type VariantsFile = z.infer<typeof VariantsFile>

const MonthDay = z
  .string()
  .regex(
    /^((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d))$/,
    '写成 MM-DD，如 05-01，并且要有这一天',
  )

/** 日历: stretches of days a rule may be bound to, `MM-DD` every year, both days included; edited by the bureau. */
export const CalendarsFile = z.strictObject({
  calendars: z.array(
    z.strictObject({
      id: Id,
      name: z.string().min(1),
      source: z.string().min(1),
      from: MonthDay,
      to: MonthDay,
    }),
  ),
})
export type CalendarsFile = z.infer<typeof CalendarsFile>

/** A whole lexicon as it is stored and handed over: every part once read, read again. */
export const LexiconDocument = z.strictObject({
  ...ConceptsFile.shape,
  exceptions: z.array(Exception),
  variants: VariantsFile,
  ...CalendarsFile.shape,
  rules: z.array(RulesFile).min(1),
  categories: z.array(
    z.strictObject({
      id: Id,
      severity: Severity,
      mode: Mode,
      channels: z.array(Channel).optional(),
    }),
  ),
})

/** Everything matching rests on, as data; its hash names the version. */
export interface LexiconSource {
  readonly concepts: ConceptsFile['concepts']
  readonly exceptions: readonly Exception[]
  readonly variants: VariantsFile
  readonly calendars: CalendarsFile['calendars']
  readonly rules: readonly RulesFile[]
  /** What a category adds when a rule says nothing. */
  readonly categories: readonly {
    readonly id: string
    readonly severity: z.infer<typeof Severity>
    readonly mode: z.infer<typeof Mode>
  }[]
}
