import { randomInt } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { hasLogins, putPassword } from '#shared/db/logins.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { initialPassword, passwordFault } from '#shared/domain/password.ts'
import type { Role } from '#shared/domain/role.ts'
import type { FirstRunForm } from '#shared/domain/user.ts'
import { AppError } from '#shared/errors.ts'
import { createUser, grantUser, type UserDeps } from './act.ts'
import { hashPassword } from './hash.ts'

const officers = ['system_admin', 'security_admin', 'auditor'] as const

/** Any number; equal for everybody who sets a house up. */
const firstRunLock = 4_711_038

/**
 * The first accounts of a house: 系统管理员 (who fills the form in, with a password of their own), 安全管理员 and 审计员,
 * whose first passwords are drawn, shown this once, and changed at their first sign-in. All three at once, because none
 * of them may be another (三员分立) and without the second nobody could be given a right. Throws `conflict` when
 * somebody can sign in already.
 */
export async function openHouseAccounts(
  deps: UserDeps,
  actor: Actor,
  form: FirstRunForm,
): Promise<{ name: string; role: Role; password: string }[]> {
  const { password } = form.system_admin
  const fault = passwordFault(password, form.system_admin.name)
  if (fault) throw new AppError('invalid', fault)
  const drawn = { security_admin: initialPassword(randomInt), auditor: initialPassword(randomInt) }
  const secrets = { ...drawn, system_admin: password }
  const hashes = {
    system_admin: await hashPassword(secrets.system_admin),
    security_admin: await hashPassword(secrets.security_admin),
    auditor: await hashPassword(secrets.auditor),
  }
  await deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${firstRunLock})`)
    if (await hasLogins(tx))
      throw new AppError('conflict', '已有账号，请登录；新账号由系统管理员开立。')
    const inside = { ...deps, db: tx }
    for (const role of officers) {
      const { name, displayName } = form[role]
      const user = await createUser(inside, actor, { name, displayName, region: actor.region })
      const grant = { roles: [role], operatorId: null, reason: '首次设置' }
      await grantUser(inside, actor, user.id, grant)
      const mustChange = role !== 'system_admin'
      const login = { userId: user.id, name, hash: hashes[role], mustChange, at: deps.now() }
      await putPassword(tx, login)
    }
  })
  return (['security_admin', 'auditor'] as const).map((role) => ({
    name: form[role].name,
    role,
    password: drawn[role],
  }))
}
