import { z } from 'zod'
import { Channel, Goods, RoomType } from './channel.ts'

const Id = z.string().regex(/^[a-z0-9]+([-.][a-z0-9]+)*$/, '编号只用小写字母、数字、连字符和点')
const Severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
const Pattern = z.string().min(1).max(400)
const Patterns = z.array(Pattern).min(1)

/** A sentence of a rule's own that it must, or must not, flag. */
export const Example = z.union([
  z
    .string()
    .min(1)
    .transform((text) => ({ text, goods: undefined, channel: undefined })),
  z.strictObject({ text: z.string().min(1), goods: Goods.optional(), channel: Channel.optional() }),
])
export type Example = z.infer<typeof Example>

/** 规则: what words make a lead of its category, and under which circumstances. */
export const Rule = z.strictObject({
  id: Id,
  name: z.string().min(1),
  match: Patterns,
  /** All of these must stand nearby too. */
  with: Patterns.optional(),
  /** None of these may. */
  without: Patterns.optional(),
  /** How near: the clause, the sentence, or a number of characters either side. */
  within: z.union([z.enum(['clause', 'sentence']), z.int().min(1).max(500)]).default('sentence'),
  severity: Severity.optional(),
  severityWhen: z
    .array(
      z.strictObject({
        goods: z.array(Goods).optional(),
        with: Patterns.optional(),
        severity: Severity,
      }),
    )
    .optional(),
  goods: z.array(Goods).optional(),
  notGoods: z.array(Goods).optional(),
  rooms: z.array(RoomType).optional(),
  /** `danmaku` means the audience; staff comments count as speech. */
  channels: z.array(Channel).default(['speech', 'title', 'screen']),
  /** Only inside these dates of calendars.yaml. */
  dates: Id.optional(),
  /** Exceptions beyond those that always apply, and of those the ones that do not here. */
  except: z.array(Id).default([]),
  noExcept: z.array(Id).default([]),
  boundary: z.enum(['both', 'start', 'none']).optional(),
  sound: z.boolean().default(true),
  examples: z.strictObject({ match: z.array(Example).min(3), clean: z.array(Example).min(3) }),
})
export type Rule = z.infer<typeof Rule>

export const RulesFile = z.strictObject({
  category: Id,
  note: z.string().optional(),
  rules: z.array(Rule).min(1),
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
        words: z.array(z.string().min(1)).default([]),
        note: z.string().optional(),
      }),
    ]),
  ),
})
export type ConceptsFile = z.infer<typeof ConceptsFile>

/** 例外: what makes a hit no lead, by where its words stand to the hit's. */
export const Exception = z.strictObject({
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
  patterns: Patterns,
  /** Cancels it when one of these stands in the same sentence: 不是全网最低价你来找我. */
  unless: Patterns.optional(),
  channels: z.array(Channel).optional(),
})
export type Exception = z.infer<typeof Exception>
export const ExceptionsFile = z.strictObject({ exceptions: z.array(Exception).min(1) })

/** Signs and letters that stand for words, parts that stand for characters, words that open a clause, corrections. */
export const VariantsFile = z.strictObject({
  signs: z.record(z.string(), z.string().min(1)).default({}),
  lookAlikes: z.array(z.string().min(2)).default([]),
  splits: z.record(z.string().min(2), z.string().length(1)).default({}),
  staff: z.array(z.string().min(1)).min(1),
  clauseOpeners: z.array(z.string().min(1)).min(1),
  corrections: Patterns,
})
export type VariantsFile = z.infer<typeof VariantsFile>

/** 日历: stretches of days a rule may be bound to, `MM-DD` every year; edited by the bureau. */
export const CalendarsFile = z.strictObject({
  calendars: z.array(
    z.strictObject({
      id: Id,
      name: z.string().min(1),
      source: z.string().min(1),
      from: z.string().regex(/^\d\d-\d\d$/, '写成 MM-DD'),
      to: z.string().regex(/^\d\d-\d\d$/, '写成 MM-DD'),
    }),
  ),
})
export type CalendarsFile = z.infer<typeof CalendarsFile>

/** Everything matching rests on, as data; its hash names the version. */
export interface LexiconSource {
  readonly concepts: ConceptsFile['concepts']
  readonly exceptions: readonly Exception[]
  readonly variants: VariantsFile
  readonly calendars: CalendarsFile['calendars']
  readonly rules: readonly RulesFile[]
  /** What a category adds when a rule says nothing: severity and mode. */
  readonly categories: readonly {
    readonly id: string
    readonly severity: z.infer<typeof Severity>
    readonly mode: 'assert' | 'verify' | 'context' | 'absence' | 'modifier'
  }[]
}
