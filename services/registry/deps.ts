import type { ActDeps } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import { lockOperator } from '#shared/db/operators.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { RealNameSheet } from '#shared/domain/real-name-check.ts'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import type { RegistryPolicy } from '#shared/domain/registry-policy.ts'
import { AppError } from '#shared/errors.ts'

export interface RegistryDeps extends ActDeps {
  /** Names of the regions by path. */
  readonly regions: ReadonlyMap<string, string>
  readonly registry: readonly RegistryPolicy[]
  readonly realName: readonly RealNameSheet[]
  /** Encrypts identity numbers. */
  readonly identityKey: Buffer
}

/** Throws unless the region exists (`invalid`) and is the person's own or below it (`forbidden`). */
export function checkRegion(
  { regions }: Pick<RegistryDeps, 'regions'>,
  actor: Actor,
  region: RegionPath,
): void {
  if (!inScope(actor.region, region)) throw new AppError('forbidden', '该区划不在您的辖区。')
  if (!regions.has(region))
    throw new AppError(
      'invalid',
      `没有区划 ${region}，请从区划列表（policies/regions.yaml）中选择。`,
    )
}

/** The row, or `not_found` in the same words whether it does not exist or is not for these eyes. */
export function found<T>(row: T | undefined, noun: string): T {
  if (row === undefined) throw new AppError('not_found', `没有这个${noun},或不在您的辖区。`)
  return row
}

/** Throws `conflict` when the row has changed since the person saw it. */
export function checkSeen(row: { readonly version: number }, seen: number): void {
  if (row.version !== seen) throw new AppError('conflict', '这条记录刚被他人修改，请刷新后再改。')
}

/** Throws `not_found` unless the operator is there for these eyes; null is no operator. */
export async function checkOperator(tx: Db, actor: Actor, id: string | null | undefined) {
  if (id) found(await lockOperator(tx, actor, id), '经营主体')
}
