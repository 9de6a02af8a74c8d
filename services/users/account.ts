import { audit } from '#shared/db/audit.ts'
import { forgetTries } from '#shared/db/login-failures.ts'
import { endSessions, passwordIsOwn, type Sitting } from '#shared/db/logins.ts'
import { passwordFault } from '#shared/domain/password.ts'
import { AppError } from '#shared/errors.ts'
import { refusalOf, type SignInDeps, type Visit } from './deps.ts'
import { noteOf, tryDoors, visitHeaders } from './enter.ts'

/** What a person may do to their own login; each asks for the password again, for a session may be somebody else's hands. */

/** Another password; all other sessions end, and this one goes on under a new token. Answers its cookies. */
export async function changePassword(
  deps: SignInDeps,
  { actor, userId }: Sitting,
  { current, next }: { readonly current: string; readonly next: string },
  visit: Visit,
): Promise<readonly string[]> {
  const fault = passwordFault(next, actor.name)
  if (fault) throw new AppError('invalid', fault)
  if (current === next) throw new AppError('invalid', '新口令不能与原口令相同，请更换。')
  return withPassword(deps, actor.name, visit, async (note) => {
    const auth = await deps.auth()
    const { headers } = await auth.api.changePassword({
      body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
      headers: visitHeaders(visit),
      returnHeaders: true,
    })
    await passwordIsOwn(deps.db, userId, deps.now())
    await note('account.password')
    return headers.getSetCookie()
  })
}

/** Begins the one-time code: what the person's app scans, and the spare codes, both shown this once. */
export async function beginCode(
  deps: SignInDeps,
  { actor }: Sitting,
  password: string,
  visit: Visit,
): Promise<{ uri: string; spareCodes: readonly string[] }> {
  return withPassword(deps, actor.name, visit, async () => {
    const auth = await deps.auth()
    const begun = await auth.api.enableTwoFactor({
      body: { password, method: 'totp' },
      headers: visitHeaders(visit),
    })
    if (begun.method !== 'totp') throw new Error('not a one-time code')
    return { uri: labelled(begun.totpURI, actor.name), spareCodes: begun.backupCodes }
  })
}

/** Shows that the app has the secret; from now on signing in asks for the code. The session gets a new token. */
export async function confirmCode(
  deps: SignInDeps,
  { actor }: Sitting,
  code: string,
  visit: Visit,
): Promise<readonly string[]> {
  const auth = await deps.auth()
  try {
    const request = { body: { code }, headers: visitHeaders(visit), returnHeaders: true } as const
    const { headers } = await auth.api.verifyTOTP(request)
    await noteOf(deps, actor.name, visit)('account.code_on')
    return headers.getSetCookie()
  } catch (error) {
    if (refusalOf(error) === null) throw error
    throw new AppError('invalid', '动态口令不对，请等下一个口令再试，并核对手机时间。')
  }
}

/** Signs in without a code again. The session gets a new token. */
export async function endCode(
  deps: SignInDeps,
  { actor }: Sitting,
  password: string,
  visit: Visit,
): Promise<readonly string[]> {
  return withPassword(deps, actor.name, visit, async (note) => {
    const auth = await deps.auth()
    const { headers } = await auth.api.disableTwoFactor({
      body: { password },
      headers: visitHeaders(visit),
      returnHeaders: true,
    })
    await note('account.code_off')
    return headers.getSetCookie()
  })
}

/** Ends one of the person's sessions, or all but this one. */
export async function endOwnSessions(
  { db, now }: SignInDeps,
  { actor, userId, id }: Sitting,
  only: string | null,
): Promise<number> {
  return db.transaction(async (tx) => {
    const ended = await endSessions(tx, userId, only === null ? { but: id } : { only })
    if (only !== null && ended === 0)
      throw new AppError('not_found', '没有这个会话，或已经结束；请刷新后再看。')
    const { name } = actor
    const detail = { ended }
    await audit(tx, {
      at: now(),
      actor: name,
      action: 'account.end_sessions',
      subject: name,
      detail,
    })
    return ended
  })
}

/** Runs what asks for the present password; a wrong one counts towards the account's lock. */
async function withPassword<T>(
  deps: SignInDeps,
  name: string,
  visit: Visit,
  fn: (note: (action: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const key = `account:${name}`
  const note = noteOf(deps, name, visit)
  await tryDoors(deps.db, [key], deps.now(), note)
  try {
    const result = await fn(note)
    await forgetTries(deps.db, key)
    return result
  } catch (error) {
    const code = refusalOf(error)
    if (code === null) throw error
    if (code === 'TOTP_ALREADY_ENABLED')
      throw new AppError('conflict', '动态口令已启用；如要更换手机，请先停用。')
    throw new AppError('forbidden', '原口令不对，请重新输入。')
  }
}

/** The app shows the account's own name instead of an address nobody has. */
function labelled(uri: string, name: string): string {
  const { search } = new URL(uri)
  return `otpauth://totp/${encodeURIComponent('绿播')}:${encodeURIComponent(name)}${search}`
}
