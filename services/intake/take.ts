import { type Intake, refuseIntake, updateIntake } from '#shared/db/intake.ts'
import {
  addRecording,
  getRecording,
  type Recording,
  recordingsByContent,
  updateRecording,
} from '#shared/db/recordings.ts'
import { hearsayFacts } from '#shared/domain/intake.ts'
import { quotaRefusal } from '#shared/domain/intake-policy.ts'
import { handedIn, tieCompanions } from './companions.ts'
import { contentHash } from './content.ts'
import { factSources } from './facts.ts'
import { knownContent } from './known.ts'
import { lookAround } from './look-around.ts'
import { readAgain, replaceContent } from './read-again.ts'
import { takenToday } from './refuse.ts'
import { type RegisterOptions, roomOf, saysRoom, unknownRoom } from './register.ts'
import type { IntakeDeps } from './stage.ts'
import { isThere } from './stands.ts'
import { sameStem } from './twin.ts'

type TakeDeps = Pick<IntakeDeps, 'db' | 'now' | 'region' | 'intakePolicy' | 'intakeDir'>
type Around = Awaited<ReturnType<typeof lookAround>>

/**
 * Makes a written file a recording, or finds the one it already is: the same content of the same room, the same file
 * finished or changed since, its conversion under another suffix. Running it twice gives the same rows. `changed` when it must be read (again).
 */
export async function takeRecording(row: Intake, deps: TakeDeps, signal: AbortSignal) {
  const { db } = deps
  const options = await optionsOf(row, deps)
  const around = await lookAround(row.path, options)
  const sha256 = await contentHash(row.path, signal)
  const content = { path: row.path, bytes: around.bytes, sha256 }
  // A file that was only a copy of another's beginning is not that other's continuation.
  const tied = row.recordingId ? await getRecording(db, row.recordingId) : undefined
  const own = tied?.path === row.path ? tied : undefined
  const room = saysRoom(around, options) ? await roomOf(db, around, options, deps.now()) : null
  const known = own?.sha256 === sha256 ? own : await knownContent(db, sha256, room)
  if (known) {
    const moved = known.path !== row.path && !(await isThere(known.path))
    if (moved) await updateRecording(db, known.id, { path: row.path, mediaDeletedAt: null })
    const there = moved || known.path === row.path
    const roomless = room !== null && room.id !== known.roomId
    const changed = there || roomless ? await refile(known, around, options, deps) : false
    const note = there ? null : '与本直播间已接收的录像内容相同,未重复登记。'
    return done(row, { recordingId: known.id, changed, note }, deps)
  }
  const before = own ?? (await sameStem(row, db, signal))
  if (before) {
    if ('twin' in before)
      return done(row, { recordingId: before.twin, changed: false, note: before.note }, deps)
    await replaceContent(db, before, content, signal)
    await refile(before, around, options, deps)
    return done(row, { recordingId: before.id, changed: true, note: null }, deps)
  }
  return registerNew(row, around, content, options, deps)
}

async function optionsOf(
  row: Intake,
  { db, region, intakeDir }: TakeDeps,
): Promise<RegisterOptions> {
  const { given, hearsay, source } = row
  return {
    region: row.source === 'upload' ? row.region : region,
    root: source === 'folder' ? intakeDir : undefined,
    hinted: hearsayFacts(hearsay),
    roomId: given.roomId,
    title: given.title,
    goods: given.goods,
    startedAt: given.startedAt ? new Date(given.startedAt) : undefined,
    ...(await handedIn(row, db)),
  }
}

async function registerNew(
  row: Intake,
  around: Around,
  content: { readonly sha256: string },
  options: RegisterOptions,
  deps: TakeDeps,
) {
  const { db, now, intakePolicy } = deps
  const { roomName, platform, platformId, ...seen } = around
  const room = await roomOf(db, around, options, now())
  const quota = quotaRefusal(intakePolicy, await takenToday(deps, room.id), around.bytes)
  if (quota) {
    await refuseIntake(db, row.id, { reason: quota.reason, note: quota.sentence }, now())
    return { recordingId: null, changed: false }
  }
  const { recording } = await addRecording(db, {
    ...seen,
    ...content,
    roomId: room.id,
    createdAt: now(),
  })
  await tieCompanions([around.danmakuPath, around.captionsPath], recording.id, deps)
  const region = { region: room.region }
  return done(row, { recordingId: recording.id, changed: true, note: null, ...region }, deps)
}

const ranks: readonly string[] = factSources

/** What came to be known of a recording since it was taken: files beside it, surer words. True when it must be read again. */
async function refile(
  recording: Recording,
  around: Around,
  options: RegisterOptions,
  deps: TakeDeps,
): Promise<boolean> {
  const { db, now } = deps
  const { danmakuPath, captionsPath, title, startedAt, startedAtSource } = around
  const tied = await tieCompanions([danmakuPath, captionsPath], recording.id, deps)
  const rank = (source: string) => {
    const at = ranks.indexOf(source)
    return at < 0 ? ranks.length : at
  }
  const surer = rank(startedAtSource) < rank(recording.startedAtSource)
  const room = recording.detectedKey === null ? await roomOf(db, around, options, now()) : null
  const moves = room && room.id !== recording.roomId && room.name !== unknownRoom
  const alike = moves ? await recordingsByContent(db, recording.sha256) : []
  const captioned = captionsPath !== null && (captionsPath !== recording.captionsPath || tied)
  const change = {
    ...(danmakuPath !== null && danmakuPath !== recording.danmakuPath && { danmakuPath }),
    ...(captionsPath !== null && captionsPath !== recording.captionsPath && { captionsPath }),
    ...(title !== '' && title !== recording.title && { title }),
    ...(surer && { startedAt, startedAtSource }),
    // The room that has this very content already is not given it twice.
    ...(moves && alike.every(({ roomId }) => roomId !== room.id) && { roomId: room.id }),
  }
  if (!tied && Object.keys(change).length === 0) return false
  await updateRecording(db, recording.id, {
    ...change,
    ...readAgain,
    // Captions that came late beat what a machine heard; without new ones a transcript stays.
    ...(captioned && { transcriptState: 'none' as const }),
  })
  return true
}

async function done(
  row: Intake,
  end: { recordingId: string; changed: boolean; note: string | null; region?: string },
  { db, now }: TakeDeps,
) {
  const { changed, ...what } = end
  await updateIntake(db, row.id, { ...what, state: 'taken', dueAt: null, reason: null }, now())
  return { recordingId: end.recordingId, changed }
}
