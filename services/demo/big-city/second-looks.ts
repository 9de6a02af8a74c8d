import type { secondLooks } from '#shared/db/schema/index.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import { findPolicy } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { type Decision, drawnForSecondLook, Verdict } from '#shared/domain/verdict.ts'
import type { CityDay } from './make.ts'

type NewLook = typeof secondLooks.$inferInsert
type Line = CityDay['verdicts'][number]

const hourMs = 3_600_000
const eyes = ['复核员甲', '复核员乙'] as const
const decider = '复核组长丙'
/** Of a hundred second looks so many see it otherwise. */
const differing = 8

/** Second looks at the day's drawn decisions, all given and settled by `nowMs`; the log's last word is the decider's. */
export function secondLooksOn(
  { verdicts }: Pick<CityDay, 'verdicts'>,
  policies: readonly PoolPolicy[],
  nowMs: number,
): NewLook[] {
  const replaced = new Set(verdicts.map(({ supersedes }) => supersedes))
  return verdicts.flatMap((line) => {
    const first = firstDecision(line)
    const policy = findPolicy(policies, line.at.getTime())
    if (!first || replaced.has(line.id) || !policy) return []
    if (!drawnForSecondLook(line.id, policy.secondLookShare)) return []
    const draw = Number.parseInt(fingerprint(`look ${line.id}`).slice(0, 6), 16)
    const atMs = first.atMs + (1 + (draw % 20)) * hourMs
    const differs = draw % 100 < differing
    const settledMs = differs ? atMs + hourMs : atMs
    if (settledMs > nowMs) return []
    const { id: lineId, flagId } = line
    const other = first.verdict === 'confirmed' ? 'dismissed' : 'confirmed'
    const by = eyes.find((name) => name !== first.by) ?? eyes[0]
    const second = { id: uuidOf(`second ${lineId}`), by, atMs, reason: '' }
    const final = { ...second, id: uuidOf(`final ${lineId}`), by: decider, atMs: settledMs }
    return {
      ...{ flagId, lineId, why: 'share', sealed: true, batch: null, reader: null, first },
      second: { ...second, verdict: differs ? other : first.verdict },
      decider: differs ? decider : null,
      final: differs ? { ...final, verdict: first.verdict, reason: '结合前后文，维持' } : null,
      drawnAt: line.at,
      until: new Date(first.atMs + policy.secondLookHours * hourMs),
      settledAt: new Date(settledMs),
    } satisfies NewLook
  })
}

/** The line as an opinion, where it is a flag's first and no doubt. */
function firstDecision({ id, verdict, reason, by, at, supersedes }: Line) {
  const given = Verdict.safeParse(verdict)
  if (supersedes || !given.success || given.data === 'doubtful') return null
  const opinion: Pick<Decision, 'id' | 'verdict' | 'reason' | 'by' | 'atMs'> = {
    ...{ id, verdict: given.data, reason, by, atMs: at.getTime() },
  }
  return opinion
}

/** A version 8 UUID of a name. */
function uuidOf(name: string): string {
  const hex = fingerprint(name) + fingerprint(`${name} again`)
  const [a, b, c, d] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20)]
  return `${a}-${b}-8${c}-8${d}-${hex.slice(20)}`
}
