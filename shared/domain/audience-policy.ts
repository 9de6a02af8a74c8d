import { z } from 'zod'
import { versioned } from './policy.ts'

const Count = z.int().min(1).max(10_000)
/** In the language of lexicon patterns, without concepts. */
const Patterns = z.array(z.string().min(1).max(600)).min(1)
const Window = z.int().min(1).max(1440)

/** One version of `policies/audience.yaml`: from when on many viewers' comments are a signal (law.md 1.5). */
export const AudiencePolicy = z.strictObject({
  ...versioned,
  duplicates: z.strictObject({
    comments: Count,
    senders: Count,
    windowMinutes: Window,
    /** Shorter ones are everybody's. Letters and digits, signs left out. */
    minChars: z.int().min(2).max(100),
    /** Jaccard similarity of the pairs of characters from which two texts are one template. */
    similarity: z.number().min(0.3).max(1),
  }),
  paid: z.strictObject({
    /** Of four signs (repeated, one template, praise only, at the same time) so many. */
    signs: z.int().min(1).max(4),
    togetherSeconds: z.int().min(1).max(600),
    togetherSenders: z.int().min(2).max(100),
    /** Share of the senders that write nothing but praise. */
    praiseOnlyShare: z.number().min(0.1).max(1),
    /** So many senders of nothing but praise, each with so many comments, are a signal without one template too. */
    praisers: Count,
    praiserComments: z.int().min(2).max(1000),
  }),
  testimonials: z.strictObject({ comments: Count, senders: Count, windowMinutes: Window }),
  complaints: z.strictObject({ senders: Count, windowMinutes: Window }),
  /** What the host asked to write is nobody's advertising for so long. */
  askedMinutes: Window,
  samples: z.int().min(1).max(20),
  idle: Patterns,
  asks: Patterns,
  doubts: Patterns,
  praise: Patterns,
  results: Patterns,
  /** Viewers' words that the lexicon puts in these categories are testimonials too. */
  resultCategories: z.array(z.string().min(1)),
  complaintTopics: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '编号只用小写字母、数字和连字符'),
        name: z.string().min(1),
        category: z.string().min(1),
        words: Patterns,
      }),
    )
    .min(1)
    .refine((topics) => new Set(topics.map(({ id }) => id)).size === topics.length, '编号重复'),
})
export type AudiencePolicy = z.infer<typeof AudiencePolicy>
