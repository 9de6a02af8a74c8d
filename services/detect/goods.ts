import type { Goods } from '#shared/domain/channel.ts'
import type { DetectionPolicy } from '#shared/domain/detection-policy.ts'

/** A product that was put on show is taken to be on sale until the next one, or for this long. */
const onShowMs = 30 * 60_000

/** What is being sold at a moment of a recording; nothing where no product was shown shortly before. */
export type GoodsAt = (ms: number) => Goods | undefined

/**
 * The goods timeline of a recording from the products its danmaku file says were put on show, named by the policy's
 * words. Products whose name says nothing end what was on sale before them. Pure.
 */
export function goodsTimeline(
  shown: readonly { readonly tMs: number; readonly text: string }[],
  words: DetectionPolicy['goodsWords'] = {},
): GoodsAt {
  const steps = shown
    .map(({ tMs, text }) => ({ tMs, goods: goodsOf(text, words) }))
    .toSorted((a, b) => a.tMs - b.tMs)
  return (ms) => {
    const last = steps.findLast(({ tMs }) => tMs <= ms)
    return last && ms - last.tMs <= onShowMs ? last.goods : undefined
  }
}

/** The kind of goods whose longest word stands in a product's name; of equal ones the first of the policy. */
function goodsOf(
  name: string,
  words: NonNullable<DetectionPolicy['goodsWords']>,
): Goods | undefined {
  let best: { readonly goods: Goods; readonly length: number } | undefined
  for (const [goods, list] of Object.entries(words) as [Goods, readonly string[]][])
    for (const word of list)
      if (name.includes(word) && word.length > (best?.length ?? 0))
        best = { goods, length: word.length }
  return best?.goods
}
