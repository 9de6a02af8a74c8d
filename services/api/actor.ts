import { createHash, timingSafeEqual } from 'node:crypto'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { RegionPath } from '#shared/domain/region.ts'
import type { Role } from '#shared/domain/role.ts'
import { AppError } from '#shared/errors.ts'
import type { Actor } from '../pool/judge.ts'

export interface AccessConfig {
  /** Empty: this machine's own users need none; the server then listens on loopback only. */
  readonly token: string
  readonly region: RegionPath
}

export type ActorEnv = { Variables: { actor: Actor } }

/** The cookie that carries the token after the sign-in page; not readable by scripts. */
export const tokenCookie = 'lvbo_token'

const loopbackHosts = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
const allRoles: readonly Role[] = [
  'reviewer',
  'second_reviewer',
  'case_officer',
  'rule_manager',
  'leader',
]

/**
 * Who is asking. With a token configured, a request without it is refused; without one, only requests to a loopback
 * host name are answered, so that a foreign page cannot reach in by a rebound name. The name is what the person gave.
 */
export function identify({ token, region }: AccessConfig) {
  return createMiddleware<ActorEnv>(async (c, next) => {
    if (token) {
      const bearer = c.req.header('authorization')?.replace(/^Bearer\s+/i, '')
      const given = bearer ?? getCookie(c, tokenCookie) ?? ''
      if (!sameToken(given, token)) throw new AppError('forbidden', '请先输入访问口令。')
    } else if (!loopbackHosts.test(new URL(c.req.url).host))
      throw new AppError('forbidden', '未设访问口令时只能在本机访问;请设置 ACCESS_TOKEN。')
    const name = decodeName(c.req.header('x-lvbo-actor'))
    c.set('actor', { name, roles: allRoles, region })
    await next()
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
