import { z } from 'zod'

/**
 * 信号: what many viewers' comments together may mean. Never the host's violation (令117号 第31条第2款); one viewer's words
 * are never a signal by themselves.
 */
export const SignalKind = z.enum(['duplicates', 'paid', 'testimonials', 'complaints'])
export type SignalKind = z.infer<typeof SignalKind>

export const signalKindNames: Readonly<Record<SignalKind, string>> = {
  duplicates: '雷同弹幕聚集',
  paid: '疑似水军',
  testimonials: '疗效、效果证言聚集',
  complaints: '投诉聚集',
}

/** One of the comments a signal rests on, contact data masked; the sender is not shown. */
export interface SignalSample {
  readonly seq: number
  readonly tMs: number
  readonly text: string
}

/** What many comments of one recording have in common, on the recording's clock. */
export interface Signal {
  readonly kind: SignalKind
  /** Tells signals of one kind apart: the topic of the complaint, the text that is repeated. */
  readonly key: string
  /** The key in words for people. */
  readonly topic: string
  /** The category whose material an officer would ask for. */
  readonly category: string
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
  /** Distinct senders; comments without a sender count for none. */
  readonly senders: number
  /** 0–1, for the order of lists only. */
  readonly score: number
  /** What speaks for it, in words. */
  readonly because: readonly string[]
  readonly samples: readonly SignalSample[]
  /** The numbers it was measured against, and the policy they are from. */
  readonly thresholds: Readonly<Record<string, number | string>>
}
