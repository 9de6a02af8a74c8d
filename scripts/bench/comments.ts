import { pick, saleWords, seeded } from './words.ts'

const reactions = '来了 好看 多少钱 有货吗 想要 冲 哈哈哈 主播好 666 已拍 包邮吗 几号链接'.split(
  ' ',
)

/** What is written in a room that sells; much of it again and again. */
export const commentOf = (random: () => number): string =>
  `${pick(random, reactions)}${pick(random, saleWords)}${random() < 0.5 ? pick(random, saleWords) : ''}`

/** So many comments of a room, the same on every run. */
export function makeComments(count: number): string[] {
  const random = seeded(23)
  return Array.from({ length: count }, () => commentOf(random))
}
