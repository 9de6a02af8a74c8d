import type { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import type { Group } from '#shared/text/alike.ts'
import type { Burst, Comment } from './gathering.ts'

type Paid = AudiencePolicy['paid']

/** Senders looked at; the first that praise. */
const sendersKept = 50_000

/** Keeps account of who writes nothing but praise. */
export class Praisers {
  readonly #policy: Paid
  readonly #samples: number
  readonly #bySender = new Map<
    string,
    { praise: number; other: number; first: Comment; last: Comment }
  >()

  constructor(policy: Paid, samples: number) {
    this.#policy = policy
    this.#samples = samples
  }

  count(comment: Comment, isPraise: boolean): void {
    if (comment.sender === null) return
    const known = this.#bySender.get(comment.sender)
    if (known) {
      known[isPraise ? 'praise' : 'other']++
      if (isPraise) known.last = comment
    } else if (this.#bySender.size < sendersKept) {
      const count = { praise: isPraise ? 1 : 0, other: isPraise ? 0 : 1 }
      this.#bySender.set(comment.sender, { ...count, first: comment, last: comment })
    }
  }

  /** The share of these senders that wrote more than once and nothing but praise. */
  onlyPraise(senders: ReadonlySet<string>): number {
    const only = [...senders].filter((sender) => {
      const { praise = 0, other = 0 } = this.#bySender.get(sender) ?? {}
      return praise > 1 && other === 0
    })
    return only.length / Math.max(1, senders.size)
  }

  /** Those that write much praise and nothing else, when there are enough of them. */
  crowd(): Burst | null {
    const { praisers, praiserComments } = this.#policy
    const all = [...this.#bySender].filter(
      ([, { praise, other }]) => praise >= praiserComments && other === 0,
    )
    if (all.length < praisers) return null
    const tallies = all.map(([, tally]) => tally)
    return {
      fromMs: Math.min(...tallies.map(({ first }) => first.tMs)),
      toMs: Math.max(...tallies.map(({ last }) => last.tMs)),
      count: tallies.reduce((sum, { praise }) => sum + praise, 0),
      senders: new Set(all.map(([sender]) => sender)),
      together: false,
      samples: tallies
        .slice(0, this.#samples)
        .map(({ first: { seq, tMs, text } }) => ({ seq, tMs, text })),
    }
  }
}

/** What speaks for it that a burst of praise is paid for, in words; the burst itself is the first sign. */
export function paidSigns(
  { keys }: Group,
  { count, senders, together }: Burst,
  onlyPraise: number,
  policy: Paid,
): string[] {
  const share = Math.round(onlyPraise * 100)
  return [
    `${senders.size} 个账号发了 ${count} 条雷同的好评`,
    ...(keys.size > 1 ? [`同一句式的 ${keys.size} 种写法,只换一两个词`] : []),
    ...(onlyPraise >= policy.praiseOnlyShare ? [`${share}% 的账号只发好评、不说别的`] : []),
    ...(together ? [`${policy.togetherSeconds} 秒内 ${policy.togetherSenders} 个账号同时发`] : []),
  ]
}
