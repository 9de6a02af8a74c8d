import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, getSignedCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Db } from '#shared/db/client.ts'
import { hasLogins, type Sitting, sittingOf } from '#shared/db/logins.ts'
import { actorOfToken, looksLikeToken } from '#shared/db/tokens.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import { everyRole } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import { AppError } from '#shared/errors.ts'
import { sessionCookie } from '../users/cookie.ts'
import type { Proxies } from './visitor.ts'

export interface AccessConfig {
  /** Empty: this machine's own users need none, until there are accounts; the server then listens on loopback only. */
  readonly token: string
  readonly region: RegionPath
  /** Signs session cookies. */
  readonly secret: string
  readonly proxies: Proxies
  /** The demo's people, as any of whom its visitor may act; nobody in every other house. */
  readonly demo: readonly Actor[]
}

/** `house` is the region the whole installation is for; `sitting` is there for people who signed in. */
export type ActorEnv = { Variables: { actor: Actor; house?: RegionPath; sitting?: Sitting } }

/** The cookie that carries the token after the sign-in page; not readable by scripts. */
export const tokenCookie = 'lvbo_token'
/** Which of the demo's accounts a visitor acts as. */
export const demoCookie = 'lvbo_demo'
/** Sent by pages while the person does something: only then does a session's end move on. */
const activeHeader = 'x-lvbo-active'

/** Names by which this machine calls itself. */
export const loopbackHosts = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

export interface IdentifyDeps {
  readonly db: Db
  readonly now: () => Date
  readonly access: AccessConfig
}

/**
 * Who is asking, said in this one place: a person by an API token of their own or by the session they signed in to; the
 * built-in administrator by `ACCESS_TOKEN`, under the name given; and where neither a token is configured nor anybody
 * can sign in yet, whoever asks for a loopback host name, so that a foreign page cannot reach in by a rebound name. A
 * token or session that is not known is refused in any case.
 */
export function identify(deps: IdentifyDeps) {
  const { db, now, access } = deps
  return createMiddleware<ActorEnv>(async (c, next) => {
    c.set('house', access.region)
    const bearer = c.req.header('authorization')?.replace(/^Bearer\s+/i, '')
    const sitting = bearer === undefined ? await sittingIn(c, deps) : null
    const given = bearer ?? getCookie(c, tokenCookie) ?? ''
    if (sitting) {
      if (sitting.mustChange) throw new AppError('forbidden', '请先修改初始口令。')
      if (sitting.actor.roles.length === 0)
        throw new AppError('forbidden', '您的账号尚未授权，请联系安全管理员授权后再登录。')
      c.set('sitting', sitting)
      c.set('actor', sitting.actor)
    } else if (looksLikeToken(given)) {
      const person = await actorOfToken(db, given, now())
      if (!person)
        throw new AppError('forbidden', '访问令牌无效、已过期或已停用，请向管理员重新申请。')
      c.set('actor', person)
    } else {
      const admin = await builtIn(c, deps, given)
      c.set('actor', demoActor(c, access) ?? admin)
    }
    return next()
  })
}

/** The session this request is of, or null without one. Throws `signed_out` for one that is over. */
export async function sittingIn(c: Context, { db, now, access }: IdentifyDeps) {
  const token = await getSignedCookie(c, access.secret, sessionCookie)
  if (!token) return null
  const sitting = await sittingOf(db, token, now(), c.req.header(activeHeader) === '1')
  if (!sitting) throw new AppError('signed_out', '登录已超时或已在别处结束，请重新登录。')
  return sitting
}

/** Those who keep a house whose people sign in: to open accounts and to see what happened, and no case content. */
const keepers: readonly Role[] = ['system_admin', 'security_admin', 'auditor']

/**
 * The administrator no account stands for. Everything, while nobody can sign in; from then on only by `ACCESS_TOKEN`,
 * and only what keeps accounts: for the day the last system administrator has lost a password.
 */
async function builtIn(c: Context, { db, access }: IdentifyDeps, given: string): Promise<Actor> {
  const { token, region } = access
  const peopled = await hasLogins(db)
  const known = token !== '' && sameToken(given, token)
  if (peopled && !known) throw new AppError('signed_out', '请先登录。')
  if (token && !known) throw new AppError('forbidden', '请先输入访问口令。')
  if (!token && !loopbackHosts.test(new URL(c.req.url).host))
    throw new AppError('forbidden', '未设访问口令时只能在本机访问;请设置 ACCESS_TOKEN。')
  const name = decodeName(c.req.header('x-lvbo-actor'))
  return { name, roles: peopled ? keepers : everyRole, region }
}

/** Whom of the demo's people its visitor acts as, if any. */
function demoActor(c: Context, { demo }: AccessConfig): Actor | undefined {
  const name = decodeURIComponent(getCookie(c, demoCookie) ?? '')
  return demo.find((one) => one.name === name)
}

/** Compared in constant time whatever the lengths. */
export function sameToken(given: string, wanted: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

function decodeName(header: string | undefined): string {
  try {
    return (
      decodeURIComponent(header ?? '')
        .slice(0, 40)
        .trim() || '本机用户'
    )
  } catch {
    return '本机用户'
  }
}
