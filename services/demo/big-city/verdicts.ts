import { flagState } from '#shared/domain/flag.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { decide, undo, type Verdict, type VerdictEntry } from '#shared/domain/verdict.ts'
import type { NewFlag } from './finds.ts'
import type { Chance } from './random.ts'

const minute = 60_000
const hour = 60 * minute

const firstEyes = ['复核员甲', '复核员乙'] as const
const secondEyes = '复核组长丙'

/**
 * A flag's verdict log up to `nowMs`, as two careful people would leave it: most within hours, some the next day, a few
 * never; a few wrong and half of those put right later, a few taken back at once or passed on as doubtful.
 */
export function verdictsOn(
  chance: Chance,
  flag: NewFlag,
  violation: boolean,
  policy: PoolPolicy,
  nowMs: number,
): VerdictEntry[] {
  const lag = chance.happens(0.12) ? chance.int(10 * 60, 34 * 60) : chance.int(3, 240)
  const by = chance.pick(firstEyes)
  const right: Verdict = violation ? 'confirmed' : 'dismissed'
  const wrong: Verdict = violation ? 'dismissed' : 'confirmed'
  const never = chance.happens(0.02)
  const mistaken = chance.happens(violation ? 0.05 : 0.008)
  const doubts = chance.happens(0.05)
  const log: VerdictEntry[] = []
  const act = (verdict: Verdict, who: string, reason: string, atMs: number) => {
    if (atMs > nowMs) return
    const id = chance.uuid()
    log.push(decide(log, { id, flagId: flag.id, verdict, reason, by: who }, atMs, policy))
  }
  const firstMs = flag.createdAt.getTime() + lag * minute
  if (never || firstMs > nowMs) return log
  if (doubts) {
    act('doubtful', by, '拿不准,请另一位同志看', firstMs)
    if (chance.happens(0.7))
      act(right, secondEyes, '结合前后文复看', firstMs + chance.int(2, 20) * hour)
    return log
  }
  if (chance.happens(0.01)) {
    act('invalid', by, '画面声音均不可辨', firstMs)
    return log
  }
  // Where verdicts bind at once, nobody can take one back.
  if (chance.happens(0.02) && policy.undoMinutes > 1) {
    act(wrong, by, '', firstMs)
    if (log.length > 0 && firstMs + minute <= nowMs)
      log.push(undo(log, { id: chance.uuid(), by }, firstMs + minute))
    act(right, by, '', firstMs + 2 * minute)
    return log
  }
  act(mistaken ? wrong : right, by, reasonFor(chance, mistaken ? wrong : right), firstMs)
  if (mistaken && chance.happens(0.5))
    act(right, secondEyes, '抽检复看后更正', firstMs + chance.int(20, 60) * hour)
  return log
}

/** The same log, but for a grave flag that it leaves undecided: looked at once more at the hour it was made. */
export function settled(
  chance: Chance,
  log: readonly VerdictEntry[],
  flag: NewFlag,
  violation: boolean,
  policy: PoolPolicy,
): readonly VerdictEntry[] {
  const isOpen = !['confirmed', 'dismissed', 'invalid'].includes(flagState(log))
  if (!isOpen || flag.severity < 3) return log
  const verdict = violation ? ('confirmed' as const) : ('dismissed' as const)
  const made = { id: chance.uuid(), flagId: flag.id, verdict, reason: '结合前后文复看' }
  const atMs = log.at(-1)?.atMs ?? flag.createdAt.getTime()
  return [...log, decide(log, { ...made, by: secondEyes }, atMs + minute, policy)]
}

function reasonFor(chance: Chance, verdict: Verdict): string {
  if (verdict !== 'dismissed') return ''
  return chance.pick(['口头语', '引用他人', '已出示依据', '与商品无关', '本店自比', ''])
}
