import type { verdicts } from '#shared/db/schema/index.ts'

type Line = typeof verdicts.$inferSelect

export interface SlowLine extends Line {
  /** Decisions that stood on the flag before this line. */
  readonly stood: number
  /** Taken back by a later line. */
  readonly undone: boolean
}

/** Each flag's log known at `nowMs`, walked from its first line along what supersedes what. */
export function linesOf(all: readonly Line[], nowMs: number): SlowLine[] {
  const known = all.filter((line) => line.at.getTime() <= nowMs)
  const undone = new Set(
    known.filter((line) => line.verdict === 'undone').map((line) => line.supersedes),
  )
  const out: SlowLine[] = []
  for (const flagId of new Set(known.map((line) => line.flagId))) {
    const log = known.filter((line) => line.flagId === flagId)
    let stood = 0
    let line = log.find((it) => it.supersedes === null)
    while (line) {
      const here: Line = line
      out.push({ ...here, stood, undone: undone.has(here.id) })
      stood += here.verdict === 'undone' ? -1 : 1
      line = log.find((it) => it.supersedes === here.id)
    }
  }
  return out
}

/** What stands on a flag at the end of its log: the newest decision nobody took back, or `open`. */
export function decisionOf(lines: readonly SlowLine[], flagId: string): string {
  const stack: string[] = []
  for (const line of lines)
    if (line.flagId === flagId) {
      if (line.verdict === 'undone') stack.pop()
      else stack.push(line.verdict)
    }
  return stack.at(-1) ?? 'open'
}
