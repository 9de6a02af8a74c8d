import { act } from '#shared/db/act.ts'
import {
  addRealNameCheck,
  addRoom,
  type Likely,
  likelyRooms,
  lockRoom,
  type RoomRow,
  setRoomStreamer,
  updateRoom,
} from '#shared/db/room-registry.ts'
import { lockStreamer } from '#shared/db/streamers.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { Edit } from '#shared/domain/edit.ts'
import { likeness } from '#shared/domain/likeness.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { type RealNameCheckForm, sheetFault, sheetPassed } from '#shared/domain/real-name-check.ts'
import type { RoomForm } from '#shared/domain/room.ts'
import { AppError } from '#shared/errors.ts'
import { checkOperator, checkRegion, checkSeen, found, type RegistryDeps } from './deps.ts'

/** Registers a room. Throws `conflict`, in words that do not say whose it is, when the platform's id is taken. */
export async function createRoom(
  deps: RegistryDeps,
  actor: Actor,
  form: RoomForm,
): Promise<RoomRow> {
  return act(deps, actor, { verb: 'room.write' }, async (tx, at) => {
    checkRegion(deps, actor, form.region)
    await checkOperator(tx, actor, form.operatorId)
    const result = await addRoom(tx, form, at)
    return { result, subject: result.id, after: result }
  })
}

export async function editRoom(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  { seen, reason, ...change }: Edit<typeof RoomForm>,
): Promise<RoomRow> {
  return act(deps, actor, { verb: 'room.write', subject: id, reason }, async (tx, at) => {
    const before = found(await lockRoom(tx, actor, id), '直播间')
    checkSeen(before, seen)
    if (change.region !== undefined) checkRegion(deps, actor, change.region)
    await checkOperator(tx, actor, change.operatorId)
    const after = await updateRoom(tx, before, change, at)
    return { result: after, before, after }
  })
}

/** Names at least this alike are shown; below it, half of all pairs of shops would be. */
const alike = 0.6

/** Rooms the person may be entering a second time, the likeliest first, each with why. */
export async function similarRooms({ db }: RegistryDeps, actor: Actor, typed: Likely) {
  const rows = await likelyRooms(db, actor, typed)
  return rows
    .map((row) => {
      const name = typed.name === undefined ? 0 : likeness(row.name, typed.name)
      const same =
        row.platformId === typed.platformId &&
        (typed.platform === undefined || row.platform === typed.platform)
      const why = [
        ...(same ? ['platform-id' as const] : []),
        ...(typed.code !== undefined && row.code === typed.code ? ['code' as const] : []),
        ...(name >= alike ? ['name' as const] : []),
      ]
      return { ...row, why, likeness: Math.round(name * 100) / 100 }
    })
    .filter(({ why }) => why.length > 0)
    .sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1))
    .slice(0, 20)
}

function rank({ why, likeness: name }: { why: readonly string[]; likeness: number }): number {
  return (why.includes('platform-id') ? 4 : 0) + (why.includes('code') ? 2 : 0) + name
}

/** Files a filled check sheet of the room's account. Throws `invalid` naming the item at fault. */
export async function checkRealName(
  deps: RegistryDeps,
  actor: Actor,
  roomId: string,
  form: RealNameCheckForm,
) {
  return act(deps, actor, { verb: 'check.write', subject: roomId }, async (tx, at) => {
    found(await lockRoom(tx, actor, roomId), '直播间')
    const sheet = policyOn(deps.realName, at.getTime())
    const fault = sheetFault(sheet, form.answers)
    if (fault) throw new AppError('invalid', `${fault}。`)
    const result = await addRealNameCheck(tx, {
      ...form,
      roomId,
      sheetVersion: sheet.version,
      passed: sheetPassed(form.answers),
      by: actor.name,
      at,
    })
    return { result, after: result }
  })
}

/** Says that a streamer works in a room, or no longer does. */
export async function assignStreamer(
  deps: RegistryDeps,
  actor: Actor,
  pair: { readonly roomId: string; readonly streamerId: string },
  works: boolean,
) {
  return act(deps, actor, { verb: 'streamer.write', subject: pair.roomId }, async (tx, at) => {
    found(await lockRoom(tx, actor, pair.roomId), '直播间')
    found(await lockStreamer(tx, actor, pair.streamerId), '主播')
    const changed = await setRoomStreamer(tx, pair, works, at)
    const after = { ...pair, works }
    return { result: { ok: true }, before: { ...pair, works: changed ? !works : works }, after }
  })
}
