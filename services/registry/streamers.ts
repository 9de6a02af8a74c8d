import { act } from '#shared/db/act.ts'
import {
  addCredential,
  addStreamer,
  lockStreamer,
  removeCredential,
  type Streamer,
  sealedIdentity,
  updateStreamer,
} from '#shared/db/streamers.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { Edit } from '#shared/domain/edit.ts'
import { type CredentialForm, maskIdentity, type StreamerForm } from '#shared/domain/streamer.ts'
import { AppError } from '#shared/errors.ts'
import { digestOf, seal, unseal } from '../secret.ts'
import { checkOperator, checkRegion, checkSeen, found, type RegistryDeps } from './deps.ts'

/** The identity number as it is stored: sealed, findable by its keyed digest, shown masked. */
function sealedFields(key: Buffer, identity: string | undefined) {
  if (identity === undefined) return {}
  return {
    identitySealed: seal(key, identity),
    identityDigest: digestOf(key, identity),
    identityMasked: maskIdentity(identity),
  }
}

/** Registers a streamer. Throws `conflict` when the region has one with this identity number. */
export async function createStreamer(
  deps: RegistryDeps,
  actor: Actor,
  { identity, ...form }: StreamerForm,
): Promise<Streamer> {
  return act(deps, actor, { verb: 'streamer.write' }, async (tx, at) => {
    checkRegion(deps, actor, form.region)
    await checkOperator(tx, actor, form.operatorId)
    const sealed = sealedFields(deps.identityKey, identity)
    const result = await addStreamer(tx, { ...form, ...sealed, createdAt: at, updatedAt: at })
    return { result, subject: result.id, after: result }
  })
}

export async function editStreamer(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  { seen, reason, identity, ...change }: Edit<typeof StreamerForm>,
): Promise<Streamer> {
  return act(deps, actor, { verb: 'streamer.write', subject: id, reason }, async (tx, at) => {
    const before = found(await lockStreamer(tx, actor, id), '主播')
    checkSeen(before, seen)
    if (change.region !== undefined) checkRegion(deps, actor, change.region)
    await checkOperator(tx, actor, change.operatorId)
    const sealed = sealedFields(deps.identityKey, identity)
    const after = await updateStreamer(tx, before, { ...change, ...sealed }, at)
    return { result: after, before, after }
  })
}

/** The identity number in plain, for a reason that stays in the log; the number itself does not. */
export async function revealIdentity(
  deps: RegistryDeps,
  actor: Actor,
  id: string,
  reason: string,
): Promise<{ identity: string }> {
  return act(deps, actor, { verb: 'streamer.reveal', subject: id, reason }, async (tx) => {
    const { sealed } = found(await sealedIdentity(tx, actor, id), '主播')
    if (sealed === null) throw new AppError('not_found', '这名主播还没有登记身份证号。')
    return { result: { identity: unseal(deps.identityKey, sealed) } }
  })
}

export async function fileCredential(
  deps: RegistryDeps,
  actor: Actor,
  streamerId: string,
  form: CredentialForm,
) {
  return act(deps, actor, { verb: 'streamer.write', subject: streamerId }, async (tx, at) => {
    found(await lockStreamer(tx, actor, streamerId), '主播')
    const result = await addCredential(tx, streamerId, form, at)
    return { result, after: result }
  })
}

export async function dropCredential(
  deps: RegistryDeps,
  actor: Actor,
  place: { readonly id: string; readonly credentialId: string },
  reason: string,
) {
  const deed = { verb: 'streamer.write', subject: place.id, reason } as const
  return act(deps, actor, deed, async (tx) => {
    found(await lockStreamer(tx, actor, place.id), '主播')
    const before = found(await removeCredential(tx, place.id, place.credentialId), '证书或考核')
    return { result: { ok: true }, before }
  })
}
