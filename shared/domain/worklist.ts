import type { Claim, Confirmations } from './confirmation.ts'
import { fingerprint } from './fingerprint.ts'
import type { Severity } from './hit.ts'
import { type MembershipState, stateNames } from './membership.ts'
import type { LookPart } from './second-look.ts'
import type { WorklistPolicy } from './worklist-policy.ts'

/** An open lead as the worklist weighs it. */
export interface WorkFlag {
  readonly id: string
  /** The same object as long as the lead says the same: what verdicts teach of it is looked up once. */
  readonly claim: Claim
  readonly severity: Severity
  readonly audience: boolean
  readonly poolState: MembershipState
  readonly createdAtMs: number
  /** Times it was said in its broadcast. */
  readonly hitCount: number
  /** Leads of one key are copies of one script; null stands by itself. */
  readonly script: string | null
  /** Who handed it to the reader. */
  readonly handedBy: string | null
  /** What a look at somebody's decision asks of the reader. */
  readonly look: LookPart | null
}

/**
 * One thing to decide: a lead, or copies of one script that a single verdict may be offered to. It carries neither chance
 * nor score: nobody is to see before the verdict what is expected of it.
 */
export interface WorkItem {
  /** The lead that stands first among its copies. */
  readonly id: string
  /** All of them, that one first. */
  readonly flagIds: readonly string[]
  readonly rooms: number
  readonly hits: number
  /** Why it stands where it stands, in words. */
  reasons(): string[]
}

export interface WorkBelow {
  readonly items: number
  readonly flags: number
  /** Drawn for a look, the same all day. */
  readonly sample: readonly WorkItem[]
  /** How many of the leads are expected to be confirmed, whole; null when too few to say it without naming one. */
  readonly expected: number | null
}

export interface Worklist {
  readonly items: readonly WorkItem[]
  readonly minutes: number
  readonly below: WorkBelow
}

/** What a ranking goes by. */
export interface RankRules {
  readonly policy: WorklistPolicy
  readonly learned: Confirmations
  readonly nowMs: number
  /** Hours within which a lead should have its first verdict. */
  readonly withinHours: number
}

/** What an item is ranked by; stays inside the house. Of thousands a page is shown: items are made when asked for. */
export class Ranked {
  readonly id: string
  readonly leads: number
  readonly score: number
  /** Leads of it expected to be confirmed. */
  readonly expected: number
  private readonly group: readonly Weighed[]
  private readonly rules: RankRules

  /** Of leads that one verdict may be offered to, the weightiest first. */
  constructor(group: readonly Weighed[], rules: RankRules) {
    const copies = 1 + rules.policy.perDoubling * Math.log2(group.length)
    this.group = group
    this.rules = rules
    this.id = group[0]?.flag.id ?? ''
    this.leads = group.length
    this.score = (group[0]?.weight ?? 0) * copies
    this.expected = group.reduce((sum, { chance, flag }) => sum + (flag.audience ? 0 : chance), 0)
  }

  get item(): WorkItem {
    const flags = this.group.map(({ flag }) => flag)
    const rooms = new Set(flags.map(({ claim }) => claim.roomId)).size
    return {
      id: this.id,
      flagIds: flags.map(({ id }) => id),
      rooms,
      hits: flags.reduce((sum, { hitCount }) => sum + hitCount, 0),
      reasons: () =>
        flags.slice(0, 1).flatMap((one) => reasonsOf(one, this.leads, rooms, this.rules)),
    }
  }
}

const hourMs = 3_600_000
/** With fewer leads below the cut, their expected number would tell of single ones. */
const fewest = 20

/**
 * Open leads as items in the order in which they deserve a person's minutes: severity × chance of confirmation × the
 * room's place in the pool × novelty × deadline, copies of one script together under the weightiest. Ties by id.
 */
export function rankWork(flags: readonly WorkFlag[], rules: RankRules): Ranked[] {
  const ranked: Ranked[] = []
  const scripts = new Map<string, Weighed[]>()
  for (const flag of flags) {
    const one = weighedOf(flag, rules)
    const group = flag.script === null ? undefined : scripts.get(flag.script)
    if (group) group.push(one)
    else if (flag.script !== null) scripts.set(flag.script, [one])
    else ranked.push(new Ranked([one], rules))
  }
  for (const group of scripts.values()) {
    group.sort((a, b) => b.weight - a.weight || (a.flag.id < b.flag.id ? -1 : 1))
    ranked.push(new Ranked(group, rules))
  }
  return ranked.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}

interface Weighed {
  readonly flag: WorkFlag
  readonly chance: number
  readonly weight: number
}

function weighedOf(flag: WorkFlag, rules: RankRules): Weighed {
  const chance = rules.learned.chanceOf(flag.claim)
  return { flag, chance, weight: chance * placeOf(flag, rules) }
}

/** Severity × pool state × novelty × deadline; what only the audience said comes behind the host's. */
function placeOf(flag: WorkFlag, rules: RankRules): number {
  const { policy, learned } = rules
  const severity = policy.severity[flag.severity - 1] ?? 1
  const pool = policy.pool[flag.poolState] ?? 1
  const novelty = learned.isNew(flag.claim) ? policy.newPhrase : 1
  const audience = flag.audience ? policy.audience : 1
  const handed = flag.handedBy === null ? 1 : policy.handed
  const look = flag.look === null ? 1 : policy.secondLook
  return severity * pool * novelty * deadlineWeight(flag, rules) * audience * handed * look
}

function deadlineWeight({ createdAtMs }: WorkFlag, { policy, nowMs, withinHours }: RankRules) {
  const used = Math.max(0, (nowMs - createdAtMs) / (withinHours * hourMs))
  return used > 1 ? policy.deadline.overdue : 1 + (policy.deadline.atEnd - 1) * used
}

/** Nothing in them follows from past verdicts on the room or the claim, except that there is none. */
function reasonsOf(flag: WorkFlag, copies: number, rooms: number, rules: RankRules): string[] {
  const { policy, learned, nowMs, withinHours } = rules
  const leftHours = withinHours - (nowMs - flag.createdAtMs) / hourMs
  return [
    ...(flag.look === null ? [] : [flag.look === 'decider' ? '分歧待裁定' : '抽检']),
    flag.severity === 5 ? '红线' : `严重度 ${flag.severity}`,
    ...(flag.handedBy === null ? [] : [`${flag.handedBy} 转交`]),
    ...(copies > 1 ? [`同一话术 ${copies} 条、${rooms} 个直播间`] : []),
    ...(flag.hitCount > 1 ? [`本场 ${flag.hitCount} 次`] : []),
    ...((policy.pool[flag.poolState] ?? 1) > 1 ? [`直播间${stateNames[flag.poolState]}`] : []),
    ...(learned.isNew(flag.claim) ? ['未判定过的说法'] : []),
    ...(leftHours <= 0
      ? [`已超 ${withinHours} 小时时限`]
      : leftHours <= withinHours / 2
        ? [`距时限 ${Math.max(1, Math.round(leftHours))} 小时`]
        : []),
    ...(flag.audience ? ['仅观众所说'] : []),
  ]
}

/**
 * Cuts the list where the minutes end. An item costs one look and, for copies, one more per sample to open. What stays
 * below is counted and a part of it drawn by `seed` (day and person): the same all day whatever is decided meanwhile.
 */
export function cutByMinutes(
  ranked: readonly Ranked[],
  { minutes, minutesPerFlag, seed }: { minutes: number; minutesPerFlag: number; seed: string },
  policy: Pick<WorklistPolicy, 'batchSamples' | 'sampleBelow'>,
): Worklist {
  let left = minutes
  let at = 0
  for (const { leads } of ranked) {
    left -= minutesPerFlag * Math.min(leads, policy.batchSamples)
    // A hair below nothing is a sum of fractions.
    if (left < -1e-9) break
    at += 1
  }
  const below = ranked.slice(at)
  const flags = below.reduce((sum, { leads }) => sum + leads, 0)
  const expected = below.reduce((sum, one) => sum + one.expected, 0)
  return {
    minutes,
    items: ranked.slice(0, at).map(({ item }) => item),
    below: {
      items: below.length,
      flags,
      sample: drawnOf(below, seed, policy.sampleBelow),
      expected: flags < fewest ? null : Math.round(expected),
    },
  }
}

/** The `n` items of the lowest draw; thousands are not sorted for a handful. */
function drawnOf(below: readonly Ranked[], seed: string, n: number): WorkItem[] {
  const lowest: Drawn[] = []
  for (const ranked of below) {
    const one = { ranked, draw: drawOf(seed, ranked.id) }
    const last = lowest.at(-1)
    if (lowest.length >= n && last && !comesFirst(one, last)) continue
    const at = lowest.findIndex((other) => comesFirst(one, other))
    lowest.splice(at < 0 ? lowest.length : at, 0, one)
    if (lowest.length > n) lowest.pop()
  }
  return lowest.map(({ ranked }) => ranked.item)
}

interface Drawn {
  readonly ranked: Ranked
  readonly draw: number
}
const comesFirst = (a: Drawn, b: Drawn) =>
  a.draw < b.draw || (a.draw === b.draw && a.ranked.id < b.ranked.id)

/** Which of these leads a person opens before one verdict is given to all: drawn by their ids, so that nobody picks. */
export function samplesOf(flagIds: readonly string[], samples: number): string[] {
  const seed = fingerprint(flagIds.toSorted().join(' '))
  return flagIds
    .map((id) => ({ id, draw: drawOf(seed, id) }))
    .sort((a, b) => a.draw - b.draw || (a.id < b.id ? -1 : 1))
    .slice(0, samples)
    .map(({ id }) => id)
}

/** FNV-1a, 32 bits, and one mixing round: thousands are drawn for each page. */
function drawOf(seed: string, id: string): number {
  let hash = 0x811c9dc5
  for (const text of [seed, id])
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
