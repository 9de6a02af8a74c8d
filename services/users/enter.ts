import { eq } from 'drizzle-orm'
import { audit } from '#shared/db/audit.ts'
import type { Db } from '#shared/db/client.ts'
import { forgetTries, giveBackTry, takeTry } from '#shared/db/login-failures.ts'
import { sweepSessions } from '#shared/db/logins.ts'
import { logins, users } from '#shared/db/schema/index.ts'
import { AppError } from '#shared/errors.ts'
import { addressHeader } from './cookie.ts'
import { refusalOf, type SignInDeps, type Visit } from './deps.ts'

/** What follows a step of signing in, and the cookies that go with it. */
export interface Entered {
  readonly next: 'in' | 'change' | 'code'
  readonly cookies: readonly string[]
}

const wrong = '账号或口令不对，请核对后重试；忘记口令请联系系统管理员重置。'

/**
 * Signs in by name and password. Throws `forbidden` with one sentence for a wrong name, a wrong password and a disabled
 * account, so that nothing is learnt of who has an account; and, after five failures of the account or the address,
 * until when the door stays shut. A run of failures is counted for names nobody has, too.
 */
export async function signIn(
  deps: SignInDeps,
  { name, password }: { readonly name: string; readonly password: string },
  visit: Visit,
): Promise<Entered> {
  const { db, now } = deps
  const at = now()
  await sweepSessions(db, at)
  const login = await loginNamed(db, name)
  const note = noteOf(deps, login?.name ?? '未知账号', visit)
  await tryDoors(db, [`account:${name}`, `address:${visit.address}`], at, note)
  const auth = await deps.auth()
  try {
    const { headers, response } = await auth.api.signInUsername({
      body: { username: name, password, rememberMe: false },
      headers: visitHeaders(visit),
      returnHeaders: true,
    })
    await forgetTries(db, `account:${name}`)
    await giveBackTry(db, `address:${visit.address}`)
    const cookies = headers.getSetCookie()
    if ('twoFactorRedirect' in response) return { next: 'code', cookies }
    await note('account.sign_in')
    return { next: login?.mustChange ? 'change' : 'in', cookies }
  } catch (error) {
    if (refusalOf(error) === null) throw error
    await note('account.sign_in_failed')
    throw new AppError('forbidden', wrong)
  }
}

/** The second step, where the account has one: the code of the moment, or one of the spare codes, which is used up. */
export async function enterCode(
  deps: SignInDeps,
  { code, spare }: { readonly code: string; readonly spare: boolean },
  visit: Visit,
): Promise<Entered> {
  const { db, now } = deps
  await tryDoors(db, [`address:${visit.address}`], now(), async () => {})
  const auth = await deps.auth()
  const request = { body: { code }, headers: visitHeaders(visit), returnHeaders: true } as const
  try {
    const { headers, response } = spare
      ? await auth.api.verifyBackupCode(request)
      : await auth.api.verifyTOTP(request)
    await giveBackTry(db, `address:${visit.address}`)
    const login = await loginNamed(db, response.user.name)
    await noteOf(deps, response.user.name, visit)('account.sign_in')
    return { next: login?.mustChange ? 'change' : 'in', cookies: headers.getSetCookie() }
  } catch (error) {
    const code = refusalOf(error)
    if (code === null) throw error
    throw new AppError('forbidden', codeRefusal(code))
  }
}

function codeRefusal(code: string): string {
  if (code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE')
    return '动态口令不对，请等下一个口令再试，并核对手机时间。'
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED')
    return '动态口令连续输错，已暂时锁定；请 15 分钟后再登录。'
  return '验证已过期或输错过多，请重新输入账号和口令。'
}

/** Counts the try on each door; throws where one is shut. */
export async function tryDoors(
  db: Db,
  keys: readonly string[],
  at: Date,
  note: (action: string) => Promise<void>,
): Promise<void> {
  for (const key of keys) {
    const until = await takeTry(db, key, at)
    if (!until) continue
    await note('account.locked')
    const minutes = Math.ceil((until.getTime() - at.getTime()) / 60_000)
    const what = key.startsWith('account:') ? '该账号' : '该网络地址'
    throw new AppError(
      'forbidden',
      `${what}连续输错，已暂时锁定；请 ${minutes} 分钟后再试，或联系系统管理员重置口令。`,
    )
  }
}

/** What better-auth is told of a request: no more than it uses. */
export function visitHeaders({ headers, address }: Visit): Headers {
  const told = new Headers({ [addressHeader]: address })
  for (const name of ['cookie', 'user-agent']) {
    const value = headers.get(name)
    if (value !== null) told.set(name, value)
  }
  return told
}

/** Writes what happened at the door into the audit log, with the address and never with what was typed. */
export function noteOf({ db, now }: SignInDeps, actor: string, { address }: Visit) {
  return (action: string) =>
    db.transaction((tx) =>
      audit(tx, { at: now(), actor, action, subject: actor, detail: { address } }),
    )
}

async function loginNamed(db: Db, name: string) {
  const [row] = await db
    .select({ name: users.name, mustChange: logins.mustChange })
    .from(users)
    .innerJoin(logins, eq(logins.id, users.id))
    .where(eq(users.name, name))
  return row
}
