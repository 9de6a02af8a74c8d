import { createHash, timingSafeEqual } from 'node:crypto'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { Db } from '#shared/db/client.ts'
import { actorOfToken, looksLikeToken } from '#shared/db/tokens.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { AppError } from '#shared/errors.ts'

export interface AccessConfig {
  /** Empty: this machine's own users need none; the server then listens on loopback only. */
  readonly token: string
  readonly region: RegionPath
}

/** `house` is the region the whole installation is for. */
export type ActorEnv = { Variables: { actor: Actor; house?: RegionPath } }

/** The cookie that carries the token after the sign-in page; not readable by scripts. */
export const tokenCookie = 'lvbo_token'

/** Names by which this machine calls itself. */
export const loopbackHosts = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

export interface IdentifyDeps {
  readonly db: Db
  readonly now: () => Date
  readonly access: AccessConfig
}

/**
 * Who is asking: a person by an API token of their own, or the built-in administrator by `ACCESS_TOKEN`, under the name
 * given. Where none is configured, requests to a loopback host name are the administrator's, so that a foreign page
 * cannot reach in by a rebound name; a token that is not known is refused in any case.
 */
export function identify({ db, now, access: { token, region } }: IdentifyDeps) {
  return createMiddleware<ActorEnv>(async (c, next) => {
    c.set('house', region)
    const bearer = c.req.header('authorization')?.replace(/^Bearer\s+/i, '')
    const given = bearer ?? getCookie(c, tokenCookie) ?? ''
    if (looksLikeToken(given)) {
      const person = await actorOfToken(db, given, now())
      if (!person)
        throw new AppError('forbidden', '访问令牌无效、已过期或已停用，请向管理员重新申请。')
      c.set('actor', person)
      return next()
    }
    if (token) {
      if (!sameToken(given, token)) throw new AppError('forbidden', '请先输入访问口令。')
    } else if (!loopbackHosts.test(new URL(c.req.url).host))
      throw new AppError('forbidden', '未设访问口令时只能在本机访问;请设置 ACCESS_TOKEN。')
    const name = decodeName(c.req.header('x-lvbo-actor'))
    c.set('actor', { name, roles: everyRole, region })
    return next()
  })
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
