import { asc, desc, eq, inArray } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { guides, memberships, operators, rooms } from '#shared/db/schema/index.ts'
import { addDays, type Day, dayOf } from '#shared/domain/calendar.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { identityCheckDigit } from '#shared/domain/streamer.ts'
import type { RegistryDeps } from '../../registry/deps.ts'
import { confirmRead } from '../../registry/guides.ts'
import { editOperator, fileLicence } from '../../registry/operators.ts'
import { assignStreamer, checkRealName } from '../../registry/rooms.ts'
import { createStreamer, fileCredential } from '../../registry/streamers.ts'
import { noteOutcome, offerMeasure, offerTo } from '../../registry/support.ts'
import { fileAttendance, holdTraining } from '../../registry/trainings.ts'
import { demoPeople, registrar } from '../people.ts'
import { measures, streamerNames, trainings } from './registry-words.ts'
import { daysAgo } from './when.ts'

/** How many rooms of the pool have a streamer on file; of a real city's, many do not yet. */
const known = 24

interface Streamer {
  readonly id: string
  readonly region: string
}

/**
 * What the registry holds of the city: people to call, licences (some near their end), streamers with certificates, who
 * attended which training, and what came of the support that was offered.
 */
export async function fillRegistry(deps: RegistryDeps): Promise<void> {
  const today = dayOf(deps.now().getTime())
  const found = await roomsOfPool(deps.db)
  const streamers: Streamer[] = []
  for (const [n, room] of found.entries()) {
    const person = streamerNames[n % streamerNames.length] ?? ''
    await know(deps, room.operatorId, person, licenceEnd(n, today), n)
    streamers.push(await perform(deps, room, person, n, today))
  }
  await train(deps, streamers, today)
  await look(deps, today)
  await support(
    deps,
    found.map(({ operatorId }) => operatorId),
    today,
  )
}

/** Those registered last, one of each operator: the rooms the visitor can watch are among them. */
async function roomsOfPool(db: Db) {
  const rows = await db
    .select({
      ...{ id: rooms.id, name: rooms.name, region: rooms.region },
      operatorId: operators.id,
    })
    .from(rooms)
    .innerJoin(memberships, eq(memberships.roomId, rooms.id))
    .innerJoin(operators, eq(operators.id, rooms.operatorId))
    .where(inArray(memberships.state, ['listed', 'province_recommended']))
    .orderBy(desc(rooms.createdAt), asc(rooms.name))
  const once = new Map(rows.map((row) => [row.operatorId, row]))
  return [...once.values()].slice(0, known)
}

/** One in eight has run out, one in eight does so soon. */
function licenceEnd(n: number, today: Day): Day {
  if (n % 8 === 3) return addDays(today, -20)
  return addDays(today, n % 8 === 6 ? 18 : 300 + n * 35)
}

async function know(
  deps: RegistryDeps,
  operatorId: string,
  person: string,
  validUntil: Day,
  n: number,
) {
  const [row] = await deps.db.select().from(operators).where(eq(operators.id, operatorId))
  if (!row) return
  const phone = `0580-${String(2_600_000 + n * 137)}`
  const change = { seen: row.version, representative: person, contact: person, phone }
  await editOperator(deps, registrar, operatorId, change)
  await fileLicence(deps, registrar, operatorId, {
    ...{
      kind: 'food-business',
      number: `JY1${row.code.slice(2, 8)}${String(n + 1).padStart(6, '0')}`,
    },
    ...{ scope: '预包装食品销售，散装食品销售', issuer: '属地市场监督管理局' },
    ...{ issuedOn: addDays(validUntil, -1825), validUntil },
  })
}

async function perform(
  deps: RegistryDeps,
  room: {
    readonly id: string
    readonly name: string
    readonly region: string
    readonly operatorId: string
  },
  person: string,
  n: number,
  today: Day,
): Promise<Streamer> {
  const { region, operatorId } = room
  const alias = `${room.name}小${person[0]}`
  // Nobody is registered in the city's own division, so that the number is nobody's.
  const first17 = `33090019${90 + (n % 9)}0${1 + (n % 9)}${10 + (n % 18)}${101 + n}`
  const identity = `${first17}${identityCheckDigit(first17)}`
  const form = { name: person, alias, region, operatorId, phone: '', identity }
  const { id } = await createStreamer(deps, registrar, form)
  await assignStreamer(deps, registrar, { roomId: room.id, streamerId: id }, true)
  const line = { number: '', validUntil: null, issuedOn: addDays(today, -90 - n * 11) }
  if (n % 2 === 0)
    await fileCredential(deps, registrar, id, {
      ...{ ...line, kind: 'certificate', name: '互联网营销师（四级）', score: null, passed: true },
      issuer: '舟山市职业技能鉴定中心',
    })
  if (n % 3 === 0)
    await fileCredential(deps, registrar, id, {
      ...{ ...line, kind: 'assessment', name: '主播合规考核', score: 54 + n * 2, passed: n > 2 },
      issuer: '舟山市市场监督管理局',
    })
  return { id, region }
}

/** Each session is attended by some of those who belong to its region. */
async function train(deps: RegistryDeps, streamers: readonly Streamer[], today: Day) {
  for (const [k, { daysBefore, ...session }] of trainings.entries()) {
    const on = daysAgo(deps, daysBefore)
    const form = { ...session, heldOn: addDays(today, -daysBefore), note: '' }
    const { id } = await holdTraining(on, registrar, form)
    const lines = streamers
      .filter(({ region }, i) => region.startsWith(session.region) && (i + k) % 3 > 0)
      .map(({ id: streamerId }, i) => ({
        ...{ streamerId, hours: session.hours, score: 58 + ((i * 13) % 40) },
        passed: 58 + ((i * 13) % 40) >= 60,
      }))
    if (lines.length > 0) await fileAttendance(on, registrar, id, lines)
  }
}

async function support(deps: RegistryDeps, operatorIds: readonly string[], today: Day) {
  const { approver } = demoPeople
  for (const [k, { outcomes, ...measure }] of measures.entries()) {
    const form = { ...measure, validFrom: addDays(today, -60), validUntil: addDays(today, 240) }
    const { id } = await offerMeasure(deps, approver, form)
    for (const [i, outcome] of outcomes.entries()) {
      const operatorId = operatorIds[(k * 5 + i) % operatorIds.length]
      if (!operatorId) continue
      const offer = await offerTo(deps, approver, id, {
        operatorId,
        offeredOn: addDays(today, -20 + i),
      })
      if (outcome) await noteOutcome(deps, approver, offer.id, outcome)
    }
  }
}

/** What nearly all of the city has behind it: the accounts checked, the credit lists looked up, the guides read. */
async function look(deps: RegistryDeps, today: Day) {
  const { items } = policyOn(deps.realName, deps.now().getTime())
  const answers = items.map(({ id: item }) => ({ item, answer: 'yes' as const, note: '' }))
  for (const [n, { id }] of (await deps.db.select({ id: rooms.id }).from(rooms)).entries())
    if (n % 9 !== 4) {
      const checkedOn = addDays(today, -10 - (n % 30))
      await checkRealName(deps, registrar, id, { checkedOn, answers, note: '' })
    }
  const papers = await deps.db.select({ id: guides.id }).from(guides)
  const whose = await deps.db.select().from(operators)
  for (const [n, { id, version, abnormal }] of whose.entries()) {
    const lookup = { listed: false, lookedUpOn: addDays(today, -8), source }
    if (!abnormal && n % 5 !== 2) {
      const change = { seen: version, abnormal: lookup, dishonest: lookup }
      await editOperator(deps, registrar, id, change)
    }
    if (n % 7 === 3) continue
    for (const paper of papers)
      await confirmRead(daysAgo(deps, n % 9), registrar, paper.id, { operatorId: id, readBy: '' })
  }
}

const source = '国家企业信用信息公示系统'
