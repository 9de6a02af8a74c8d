import type { Actor } from '#shared/domain/actor.ts'
import { creditCheckDigit } from '#shared/domain/operator.ts'
import type { House } from '../../house.ts'
import { askChange } from '../../registry/changes.ts'
import { confirmRead, publishGuide } from '../../registry/guides.ts'
import { importRooms } from '../../registry/import/run.ts'
import { createOperator, fileLicence } from '../../registry/operators.ts'
import { checkRealName, createRoom } from '../../registry/rooms.ts'
import { createStreamer, fileCredential } from '../../registry/streamers.ts'
import { noteOutcome, offerMeasure, offerTo } from '../../registry/support.ts'
import { fileAttendance, holdTraining } from '../../registry/trainings.ts'

/** A valid 统一社会信用代码 of this county and number. */
function aCode(division: string, n: number): string {
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

/** One of everything a county's register can have; names carry `mark`. */
export async function countyRegistry(
  deps: House['deps'],
  actor: Actor,
  { division, mark }: { readonly division: string; readonly mark: string },
) {
  const { region } = actor
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
  return {
    rooms: { id: room.id, streamerId: streamer.id },
    operators: { id: operator.id, licenceId: licence.id },
    streamers: { id: streamer.id, credentialId: credential.id },
    trainings: { id: training.id },
    guides: { id: guide.id },
    support: { id: measure.id },
    offers: { id: offer.id },
    changes: { id: asked.id },
    imports: { id: imported.id ?? '' },
  }
}
