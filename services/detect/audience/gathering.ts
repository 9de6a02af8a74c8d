import type { SignalSample } from '#shared/domain/signal.ts'

export interface Limits {
  readonly comments: number
  readonly senders: number
  readonly windowMs: number
}

/** Comments that belong together, as they come. */
export interface Comment {
  readonly seq: number
  readonly tMs: number
  readonly text: string
  /** Null where the file names nobody. */
  readonly sender: string | null
}

/** Comments none of which is farther than a window from the one before, among them enough within one window. */
export interface Burst {
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
  readonly senders: ReadonlySet<string>
  /** Most senders were within so short a time. */
  readonly together: boolean
  readonly samples: readonly SignalSample[]
}

/** So many senders are told apart; more are as many as nobody will look at one by one. */
const sendersKept = 5000

/**
 * Watches comments of one kind for a gathering: so many comments of so many senders within a window. Keeps no comment
 * but its samples, the last few times and the last few senders; a comment costs the same however many came before.
 */
export class Gathering {
  readonly #limits: Limits
  readonly #together: { readonly senders: number; readonly ms: number }
  readonly #samples: number
  #run:
    | ({ -readonly [K in keyof Burst]: Burst[K] } & {
        senders: Set<string>
        samples: SignalSample[]
      })
    | null = null
  #texts = new Set<string>()
  #times: number[] = []
  /** The last senders, the latest last, with the time of their latest comment. */
  #recent = new Map<string, number>()
  #gathered = false
  readonly bursts: Burst[] = []

  constructor(
    limits: Limits,
    samples: number,
    together: { readonly senders: number; readonly ms: number } = { senders: 1, ms: 0 },
  ) {
    this.#limits = limits
    this.#samples = samples
    this.#together = together
  }

  /** Times must not fall. */
  add({ seq, tMs, text, sender }: Comment): void {
    if (this.#run && tMs - this.#run.toMs > this.#limits.windowMs) this.end()
    this.#run ??= {
      ...{ fromMs: tMs, toMs: tMs, count: 0, together: false },
      ...{ senders: new Set<string>(), samples: [] },
    }
    const run = this.#run
    run.toMs = tMs
    run.count++
    if (sender !== null && run.senders.size < sendersKept) run.senders.add(sender)
    if (run.samples.length < this.#samples && !this.#texts.has(text)) {
      this.#texts.add(text)
      run.samples.push({ seq, tMs, text })
    }
    this.#remember(tMs, sender)
    this.#gathered ||= this.#isGathered(tMs)
    run.together ||= tMs - this.#nthLatest(this.#together.senders) <= this.#together.ms
  }

  /** Nothing more comes, or nothing for longer than a window. */
  end(): void {
    if (this.#run && this.#gathered) this.bursts.push(this.#run)
    this.#run = null
    this.#gathered = false
    this.#texts = new Set()
    this.#times = []
    this.#recent = new Map()
  }

  #remember(tMs: number, sender: string | null): void {
    this.#times.push(tMs)
    if (this.#times.length > this.#limits.comments) this.#times.shift()
    if (sender === null) return
    this.#recent.delete(sender)
    this.#recent.set(sender, tMs)
    const kept = Math.max(this.#limits.senders, this.#together.senders)
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= kept) return
      this.#recent.delete(oldest)
    }
  }

  #isGathered(tMs: number): boolean {
    const { comments, senders, windowMs } = this.#limits
    const first = this.#times[0] ?? Number.NEGATIVE_INFINITY
    return (
      this.#times.length >= comments &&
      tMs - first <= windowMs &&
      tMs - this.#nthLatest(senders) <= windowMs
    )
  }

  /** When the n-th latest of the senders last wrote. */
  #nthLatest(n: number): number {
    return [...this.#recent.values()].at(-n) ?? Number.NEGATIVE_INFINITY
  }
}
