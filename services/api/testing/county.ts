import { openNew } from '#shared/db/alerts.ts'
import { addCandidates, candidatesOf, type NewCandidate } from '#shared/db/candidates.ts'
import { clipOf, saveClip } from '#shared/db/clips.ts'
import { addDeliveries, filedFor } from '#shared/db/deliveries.ts'
import { replaceSignals } from '#shared/db/signals.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { creditCheckDigit } from '#shared/domain/operator.ts'
import { everyRole } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import type { Signal } from '#shared/domain/signal.ts'
import { aFlag, aRecording, aSession } from '#shared/testing/factories.ts'
import type { House } from '../../house.ts'
import { askChange } from '../../registry/changes.ts'
import { confirmRead, publishGuide } from '../../registry/guides.ts'
import { importRooms } from '../../registry/import/run.ts'
import { createOperator, fileLicence } from '../../registry/operators.ts'
import { checkRealName, createRoom } from '../../registry/rooms.ts'
import { createStreamer, fileCredential } from '../../registry/streamers.ts'
import { noteOutcome, offerMeasure, offerTo } from '../../registry/support.ts'
import { fileAttendance, holdTraining } from '../../registry/trainings.ts'
import { countyCases } from '../../testing/county-cases.ts'
import { createUser, grantUser, issueToken } from '../../users/act.ts'

/** A valid 统一社会信用代码 of this county and number. */
export function aCode(division: string, n: number): string {
  const first = `91${division}MA${n.toString(10).padStart(9, '0')}`
  return `${first}${creditCheckDigit(first)}`
}

const day = '2026-03-01'
const blank = {
  registeredPlace: null,
  actualPlace: null,
  foundedOn: null,
  abnormal: null,
  dishonest: null,
}
const line = { domicile: '', address: '', representative: '', contact: '', phone: '' }

/** One of everything a county can have; names carry `mark`. Gives back the ids by resource, as the routes' parameters. */
export async function aCounty(
  { deps }: House,
  {
    region,
    division,
    mark,
  }: { readonly region: string; readonly division: string; readonly mark: string },
) {
  const { db } = deps
  const actor: Actor = { name: `${mark}经办`, roles: everyRole, region }
  const now = deps.now()
  const form = { ...blank, ...line, region, kind: 'company', category: 'merchant' } as const
  const operator = await createOperator(deps, actor, {
    ...form,
    code: aCode(division, 1),
    name: `${mark}公司`,
  })
  const licence = await fileLicence(deps, actor, operator.id, {
    ...{ kind: 'food-business', number: `${mark}证`, scope: '', issuer: '', issuedOn: null },
    validUntil: day,
  })
  const room = await createRoom(deps, actor, {
    ...{
      platform: 'douyin',
      platformId: `${mark}-1`,
      name: `${mark}直播间`,
      accountName: '',
      link: null,
    },
    ...{ type: 'shop', goods: ['food'], region, operatorId: operator.id },
  })
  const { items } = deps.realName[0] ?? { items: [] }
  const answers = items.map(({ id }) => ({ item: id, answer: 'no' as const, note: mark }))
  await checkRealName(deps, actor, room.id, { checkedOn: day, answers, note: mark })
  const streamer = await createStreamer(deps, actor, {
    ...{ name: `${mark}主播`, alias: '', region, operatorId: operator.id, phone: '' },
    identity: '11010519491231002X',
  })
  const credential = await fileCredential(deps, actor, streamer.id, {
    ...{ kind: 'certificate', name: `${mark}证书`, number: '', issuer: '', issuedOn: day },
    ...{ validUntil: day, score: null, passed: true },
  })
  const session = {
    region,
    title: `${mark}培训`,
    heldOn: day,
    hours: 2,
    place: '',
    host: '',
    note: '',
  }
  const training = await holdTraining(deps, actor, session)
  const was = { streamerId: streamer.id, hours: 2, score: 90, passed: true }
  await fileAttendance(deps, actor, training.id, [was])
  const text = { region, kind: 'guide', title: `${mark}指引`, body: mark } as const
  const guide = await publishGuide(deps, actor, text, '')
  await confirmRead(deps, actor, guide.id, { operatorId: operator.id, readBy: mark })
  const measure = await offerMeasure(deps, actor, {
    ...{ region, kind: 'policy', title: `${mark}政策`, body: '', contact: '' },
    ...{ validFrom: day, validUntil: null },
  })
  const offer = await offerTo(deps, actor, measure.id, { operatorId: operator.id })
  await noteOutcome(deps, actor, offer.id, { state: 'accepted', outcome: mark })
  const merchant: Actor = {
    name: `${mark}商家`,
    roles: ['operator'],
    region,
    operatorId: operator.id,
  }
  const asked = await askChange(deps, merchant, operator.id, {
    ...{ what: 'operator', change: { contact: mark }, reason: mark },
  })
  const csv = `直播间名称,平台,账号ID\n${mark}导入,抖音,${mark}-2\n${mark}坏行,没有的平台,1\n`
  const imported = await importRooms(deps, actor, { name: `${mark}.csv`, bytes: Buffer.from(csv) })

  const startedAt = new Date(now.getTime() - 86_400_000)
  const recording = await aRecording(db, room.id, startedAt, `/${mark}.mp4`)
  const flag = await aFlag(db, recording, { quote: `${mark}全网最低价` })
  const media = { key: 'none', mime: 'video/mp4', bytes: 1, sha256: '0' }
  await saveClip(db, {
    ...{ flagId: flag, fromMs: 0, toMs: 1, markStartMs: 0, markEndMs: 1, tools: mark },
    ...{ files: [{ role: 'preview', ...media }], createdAt: now },
  })
  await addCandidates(db, recording.id, 'tagger', [candidateOf(mark, startedAt)], now)
  await replaceSignals(db, recording.id, [signalOf(mark)], now)
  const [candidate] = await candidatesOf(db, recording.id, 'tagger')
  const clip = await clipOf(db, flag)
  const user = await createUser(deps, actor, { name: `${mark}用户`, displayName: mark, region })
  const token = { label: mark, days: 30, roles: null }
  const issued = await issueToken(deps, actor, user.name, token)

  await addDeliveries(
    db,
    [{ kind: 'alert', subject: flag, recipient: 'duty', region, title: mark }],
    now,
  )
  await openNew(
    db,
    [{ kind: 'capture', key: mark, region, title: mark, detail: '', path: '/' }],
    now,
  )
  const [delivery] = await filedFor(db, [flag])
  const cases = await countyCases({ deps }, actor, { roomId: room.id, mark })

  return {
    flags: { id: flag },
    deliveries: { id: delivery?.id ?? '' },
    rooms: { id: room.id, streamerId: streamer.id },
    recordings: { id: recording.id },
    clips: { id: clip?.id ?? '', index: '0' },
    candidates: { id: candidate?.id ?? '' },
    operators: { id: operator.id, licenceId: licence.id },
    streamers: { id: streamer.id, credentialId: credential.id },
    trainings: { id: training.id },
    guides: { id: guide.id },
    support: { id: measure.id },
    offers: { id: offer.id },
    changes: { id: asked.id },
    imports: { id: imported.id ?? '' },
    users: { id: user.id, tokenId: issued.id },
    sessions: { id: await aSession(db, user.id, mark, now) },
    explain: { recordingId: recording.id, seq: '1', id: flag },
    broadcasts: { id: recording.broadcastId },
    ...cases,
  }
}

/** Somebody of a region with these roles, by their token. */
export async function aPerson(
  { deps }: House,
  {
    name,
    region,
    roles,
    operatorId = null,
  }: {
    readonly name: string
    readonly region: string
    readonly roles: Role[]
    readonly operatorId?: string | null
  },
): Promise<string> {
  const admin: Actor = { name: '开户', roles: everyRole, region: 'zhoushan' }
  await createUser(deps, admin, { name, displayName: name, region })
  await grantUser(deps, admin, name, { roles, region, operatorId, reason: '试' })
  return (await issueToken(deps, admin, name, { label: '试', days: 30, roles: null })).token
}

function candidateOf(mark: string, startedAt: Date): NewCandidate {
  const quote = `${mark}不用去医院`
  return {
    ...{ category: 'food-medical-claim', channel: 'speech', audience: false, sourceSeq: 3, quote },
    ...{ quoteStart: 0, quoteEnd: quote.length, startMs: 30_000, endMs: 33_000 },
    ...{ saidAt: startedAt, reason: mark, score: 0.8, model: 'tagger-1', promptHash: null },
  }
}

function signalOf(mark: string): Signal {
  return {
    ...{ kind: 'complaints', key: mark, topic: mark, category: 'refuse-consumer-rights' },
    ...{ fromMs: 60_000, toMs: 90_000, count: 6, senders: 5, score: 0.25, because: [] },
    samples: [{ seq: 1, tMs: 60_000, text: mark }],
    thresholds: { senders: 5, windowMinutes: 10, policy: '试' },
  }
}
