import { randomInt } from 'node:crypto'
import { act } from '#shared/db/act.ts'
import { forgetTries } from '#shared/db/login-failures.ts'
import { dropFactor, endSessions, putPassword } from '#shared/db/logins.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { initialPassword, passwordFault } from '#shared/domain/password.ts'
import type { PasswordForm } from '#shared/domain/user.ts'
import { AppError } from '#shared/errors.ts'
import { oneUser, type UserDeps } from './act.ts'
import { hashPassword } from './hash.ts'

/**
 * Gives an account a first password, or another in place of a forgotten one: its sessions end, a lock is lifted, and
 * whoever signs in with it must choose one of their own. Without a given one the house draws it and shows it this once.
 */
export async function setPassword(
  deps: UserDeps,
  actor: Actor,
  idOrName: string,
  { password, dropCode, reason }: PasswordForm,
): Promise<{ user: string; password: string | null }> {
  // Before the transaction: it takes long on purpose, and would hold the row.
  const chosen = password ?? initialPassword(randomInt)
  const hash = await hashPassword(chosen)
  return act(deps, actor, { verb: 'user.password', subject: idOrName, reason }, async (tx, at) => {
    const user = await oneUser(tx, actor, idOrName)
    const fault = passwordFault(chosen, user.name)
    if (fault) throw new AppError('invalid', fault)
    if (!user.active) throw new AppError('conflict', '该账号已停用，请先启用。')
    await putPassword(tx, { userId: user.id, name: user.name, hash, mustChange: true, at })
    if (dropCode) await dropFactor(tx, user.id)
    const ended = await endSessions(tx, user.id)
    await forgetTries(tx, `account:${user.name}`)
    const result = { user: user.name, password: password === null ? chosen : null }
    return { result, subject: user.id, after: { set: true, dropCode, endedSessions: ended } }
  })
}
