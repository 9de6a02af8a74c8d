import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Capture, wantCapture } from '#shared/db/captures.ts'
import type { Db } from '#shared/db/client.ts'
import type { CapturePolicy } from '#shared/domain/capture.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { AppError } from '#shared/errors.ts'
import { addressGuard } from '#shared/media/address.ts'

export interface WantDeps {
  readonly db: Db
  readonly capture: readonly CapturePolicy[]
  readonly now: () => Date
}

export interface Wish {
  readonly roomId: string
  readonly address: string
  /** A danmaku file another program writes; only the operator of this machine may name one. */
  readonly danmaku?: string | undefined
}

/**
 * Asks for a room's stream to be recorded. Throws `forbidden` for an address that may not be opened: it is checked here
 * so that a person is told at once, and again on every connection.
 */
export async function startCapture(
  { db, capture, now }: WantDeps,
  { roomId, address, danmaku }: Wish,
  by: string,
): Promise<Capture> {
  if (!URL.canParse(address)) throw new AppError('invalid', '直播地址写得不对，请检查。')
  const url = new URL(address)
  await addressGuard(policyOn(capture, now().getTime()).allow).resolve(url)
  const danmakuPath = danmaku === undefined ? null : resolve(danmaku)
  if (danmakuPath !== null && !(await stat(danmakuPath).catch(() => null))?.isFile())
    throw new AppError('not_found', `没有弹幕文件 ${danmaku}，请检查路径。`)
  return wantCapture(db, { roomId, address: url.href, danmakuPath }, by, now())
}
