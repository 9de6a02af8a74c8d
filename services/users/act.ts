import { type ActDeps, act } from '#shared/db/act.ts'
import { endSessions } from '#shared/db/logins.ts'
import { lockOperator } from '#shared/db/operators.ts'
import { addToken, revokeTokens } from '#shared/db/tokens.ts'
import { addUser, lockUser, type User, updateUser } from '#shared/db/users.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { inScope } from '#shared/domain/region.ts'
import { roleConflict } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import type { GrantForm, TokenForm, UserForm } from '#shared/domain/user.ts'
import { AppError } from '#shared/errors.ts'

export interface UserDeps extends ActDeps {
  readonly regions: ReadonlyMap<string, string>
}

/** Opens an account without any right; rights are granted by somebody else (三员分立). */
export async function createUser(deps: UserDeps, actor: Actor, form: UserForm): Promise<User> {
  return act(deps, actor, { verb: 'user.create' }, async (tx, at) => {
    checkPlace(deps, actor, form.region)
    const result = await addUser(tx, {
      ...form,
      roles: [],
      operatorId: null,
      createdBy: actor.name,
      createdAt: at,
    })
    return { result, subject: result.id, after: result }
  })
}

/** Gives an account its roles and region, in place of those it had. Nobody grants to themselves. */
export async function grantUser(
  deps: UserDeps,
  actor: Actor,
  idOrName: string,
  { roles, region, operatorId, reason }: GrantForm,
): Promise<User> {
  return act(deps, actor, { verb: 'user.grant', subject: idOrName, reason }, async (tx) => {
    const before = await oneUser(tx, actor, idOrName)
    if (before.name === actor.name)
      throw new AppError('forbidden', '不能变更本人的权限，请由另一名安全管理员办理。')
    const fault = roleConflict(roles)
    if (fault) throw new AppError('invalid', fault)
    const place = region ?? before.region
    checkPlace(deps, actor, place)
    if (roles.includes('operator') !== Boolean(operatorId))
      throw new AppError('invalid', '运营者账号须绑定一个经营主体，其他账号不得绑定。')
    if (operatorId && !(await lockOperator(tx, { region: place }, operatorId)))
      throw new AppError('not_found', '没有这个经营主体,或不在该账号的区划内。')
    const change = { roles: [...new Set<Role>(roles)], region: place, operatorId }
    const after = await updateUser(tx, before.id, change)
    return { result: after, subject: before.id, before, after }
  })
}

/** Closes an account together with its tokens and sessions, or opens it again without any. */
export async function setActive(
  deps: UserDeps,
  actor: Actor,
  idOrName: string,
  active: boolean,
  reason: string,
): Promise<User> {
  return act(deps, actor, { verb: 'user.disable', subject: idOrName, reason }, async (tx, at) => {
    const before = await oneUser(tx, actor, idOrName)
    const after = await updateUser(tx, before.id, { active })
    if (!active) {
      await revokeTokens(tx, before.id, null, at)
      await endSessions(tx, before.id)
    }
    return { result: after, subject: before.id, before, after }
  })
}

const dayMs = 86_400_000

/** A token for an account, shown this once. It may do less than the account, never more, and ends by itself. */
export async function issueToken(
  deps: UserDeps,
  actor: Actor,
  idOrName: string,
  { label, days, roles }: TokenForm,
) {
  return act(deps, actor, { verb: 'user.token', subject: idOrName }, async (tx, at) => {
    const user = await oneUser(tx, actor, idOrName)
    if (!user.active) throw new AppError('conflict', '该账号已停用，请先启用。')
    const beyond = roles?.find((role) => !user.roles.includes(role))
    if (beyond) throw new AppError('invalid', '令牌的角色不能超出账号本身的角色。')
    const expiresAt = new Date(at.getTime() + days * dayMs)
    const made = await addToken(tx, {
      userId: user.id,
      label,
      roles,
      expiresAt,
      createdBy: actor.name,
      createdAt: at,
    })
    const after = { tokenId: made.id, label, roles, expiresAt }
    return { result: { ...made, user: user.name, expiresAt }, subject: user.id, after }
  })
}

export async function endToken(
  deps: UserDeps,
  actor: Actor,
  { id, tokenId }: { readonly id: string; readonly tokenId: string },
) {
  return act(deps, actor, { verb: 'user.token', subject: id }, async (tx, at) => {
    const user = await oneUser(tx, actor, id)
    const ended = await revokeTokens(tx, user.id, tokenId, at)
    if (ended === 0) throw new AppError('not_found', '没有这个令牌，或已经停用。')
    return { result: { ok: true }, subject: user.id, after: { tokenId, revoked: true } }
  })
}

/** One account, locked for change. Throws `not_found` outside of the actor's region. */
export async function oneUser(tx: Parameters<typeof lockUser>[0], actor: Actor, idOrName: string) {
  const user = await lockUser(tx, actor, idOrName)
  if (!user) throw new AppError('not_found', '没有这个账号,或不在您的辖区。')
  return user
}

function checkPlace({ regions }: UserDeps, actor: Actor, region: string): void {
  if (!inScope(actor.region, region)) throw new AppError('forbidden', '该区划不在您的辖区。')
  if (!regions.has(region))
    throw new AppError('invalid', `没有区划 ${region}，请从区划列表中选择。`)
}
