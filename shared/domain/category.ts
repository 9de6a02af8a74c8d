import { z } from 'zod'
import { Channel, type RoomType } from './channel.ts'
import type { ArticleRef } from './hit.ts'
import { ArticleRefText } from './law.ts'

const Severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
const Text = z.string().min(1)

/**
 * Two lists, because live speech is not always advertising: `ad` holds when it is, `otherwise` when it is not.
 * One plain list in the file stands for both.
 */
const TwoBases = z.preprocess(
  (value) => (Array.isArray(value) ? { ad: value, otherwise: value } : value),
  z.strictObject({ ad: z.array(ArticleRefText), otherwise: z.array(ArticleRefText) }),
)

/** One kind of lead: on what it rests, how it may be put into words, and what an officer asks for. */
export const Category = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '只用小写字母、数字和连字符'),
    no: z.string().regex(/^C\d{2}$/, '编号形如 C01'),
    name: Text,
    group: Text.optional(),
    mode: z.enum(['assert', 'verify', 'context', 'absence', 'modifier']),
    /** 1 提示 … 5 红线. For a modifier: the steps it adds to the hits around it. */
    severity: Severity,
    /** The severity under the named circumstance, where the category has two. */
    raised: z.strictObject({ to: Severity, when: Text }).optional(),
    channels: z.array(Channel).min(1),
    /** The duties that may be breached. */
    basis: TwoBases,
    /** The clauses that provide the sanction, bound to a version like the duties. */
    sanction: TwoBases,
    /** The sanction in words, for the officer; amounts are those of the newest version. */
    penalty: Text,
    ask: z.array(Text),
    /** How a screen may put it: 疑似…, 待核实…, 缺失提示…; never as a finding. */
    wording: Text,
    note: Text.optional(),
    /** What the category needs in order to run, each with what is said when it is missing. */
    needs: z.array(Text).optional(),
    /** A confirmed one is a candidate for 一票否决 in the pool. */
    veto: z.boolean().optional(),
    /** Bodies the lead is handed to when it is not the bureau's own. */
    transfer: z.array(Text).optional(),
  })
  .refine(({ mode, needs }) => mode !== 'absence' || Boolean(needs?.length), {
    path: ['needs'],
    message: '缺失类须写明需要什么输入，缺了时怎么说',
  })
export type Category = z.infer<typeof Category>

export const CategoriesFile = z
  .strictObject({ categories: z.array(Category).min(1) })
  .refine(({ categories }) => isDistinct(categories.map(({ id }) => id)), '类别 id 重复')
  .refine(({ categories }) => isDistinct(categories.map(({ no }) => no)), '类别编号重复')
export type CategoriesFile = z.infer<typeof CategoriesFile>

/**
 * Whether live speech in a room of this type is taken for advertising at first (令117号 第三十五条第一款).
 * Only a person of influence other than the merchant is; where the type is unknown the advertising law
 * is not printed. Re-published recordings of any room are advertising: the caller decides that.
 */
function isAdvertising(roomType: RoomType | null): boolean {
  return roomType === 'influencer'
}

/** The duties to print for a room: the advertising basis for 达人播, the other one for the rest. */
export function basisFor(category: Category, roomType: RoomType | null): readonly ArticleRef[] {
  return isAdvertising(roomType) ? category.basis.ad : category.basis.otherwise
}

/** The sanction clauses that go with `basisFor`. */
export function sanctionFor(category: Category, roomType: RoomType | null): readonly ArticleRef[] {
  return isAdvertising(roomType) ? category.sanction.ad : category.sanction.otherwise
}

function isDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}
