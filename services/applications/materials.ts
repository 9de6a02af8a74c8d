import { createHash } from 'node:crypto'
import type { Blobs } from '#shared/blob/store.ts'
import { act } from '#shared/db/act.ts'
import {
  addMaterial,
  lockApplication,
  materialsOf,
  removeMaterial,
} from '#shared/db/applications.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { type MaterialKind, materialNames, mayChange } from '#shared/domain/application.ts'
import { type Attachment, attachmentMime, maxAttachments } from '#shared/domain/attachment.ts'
import { AppError } from '#shared/errors.ts'
import type { CaseDeps } from './deps.ts'

/** A file as it came over the wire, its size already limited. */
export interface Upload {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Checks a file and stores it under its hash, so that the same file is kept once. Throws `invalid` for what is not taken. */
export async function storeUpload(blobs: Blobs, { name, bytes }: Upload): Promise<Attachment> {
  const mime = attachmentMime(name, bytes.subarray(0, 16), bytes.length)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const key = `materials/${sha256.slice(0, 2)}/${sha256}`
  if ((await blobs.stat(key))?.bytes !== bytes.length)
    await blobs.put(
      key,
      (async function* () {
        yield bytes
      })(),
    )
  return { name: name.slice(0, 200), mime, bytes: bytes.length, sha256, key }
}

/** Files a material of an application. */
export async function fileMaterial(
  deps: CaseDeps,
  actor: Actor,
  id: string,
  kind: MaterialKind,
  upload: Upload,
) {
  return act(deps, actor, { verb: 'application.write', subject: id }, async (tx, at) => {
    const { application } = await lockApplication(tx, actor, id)
    checkChange(kind, application)
    if ((await materialsOf(tx, id)).length >= maxAttachments)
      throw new AppError('invalid', `一份申报最多 ${maxAttachments} 个文件，请合并后再传。`)
    const file = await storeUpload(deps.blobs, upload)
    const result = await addMaterial(tx, { ...file, kind, applicationId: id, by: actor.name, at })
    return { result, after: { material: kind, sha256: file.sha256, name: file.name } }
  })
}

/** Takes a material back; its row and its file stay. */
export async function dropMaterial(
  deps: CaseDeps,
  actor: Actor,
  { id, materialId }: { readonly id: string; readonly materialId: string },
) {
  return act(deps, actor, { verb: 'application.write', subject: id }, async (tx, at) => {
    const { application } = await lockApplication(tx, actor, id)
    const material = (await materialsOf(tx, id)).find((m) => m.id === materialId)
    if (!material) throw new AppError('not_found', '没有这份材料，可能已被撤回。')
    checkChange(material.kind, application)
    await removeMaterial(tx, materialId, at)
    return { result: { ok: true }, before: { material: material.kind, sha256: material.sha256 } }
  })
}

function checkChange(
  kind: MaterialKind,
  { state, mend }: Awaited<ReturnType<typeof lockApplication>>['application'],
): void {
  if (!mayChange(kind, state, mend))
    throw new AppError('conflict', `“${materialNames[kind]}”现在不能修改。`)
}
