import { type Context, Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { audit } from '#shared/db/audit.ts'
import { endSessions, hasLogins } from '#shared/db/logins.ts'
import { AppError } from '#shared/errors.ts'
import { changePassword } from '../users/account.ts'
import { sessionCookie } from '../users/cookie.ts'
import type { SignInDeps, Visit } from '../users/deps.ts'
import { enterCode, signIn } from '../users/enter.ts'
import { demoCookie, type IdentifyDeps, sameToken, sittingIn, tokenCookie } from './actor.ts'
import { open } from './may.ts'
import { addressOf, isEncrypted } from './visitor.ts'

export type AuthDeps = IdentifyDeps & SignInDeps

const Secret = z.string().min(1).max(200)
const SignIn = z.strictObject({ name: z.string().trim().min(1).max(60), password: Secret })
const Code = z.strictObject({ code: z.string().trim().min(1).max(40), spare: z.boolean() })
const Change = z.strictObject({ current: Secret, next: Secret })

/** 登录: the ways in and out. Nobody is known yet here, so each route says why anybody may ask it. */
export function authRoutes(deps: AuthDeps) {
  const { db, now, access } = deps
  return new Hono()
    .get('/state', open('what the sign-in page has to show'), async (c) => {
      const sitting = await sittingIn(c, deps).catch(() => null)
      const step: 'out' | 'change' | 'in' = !sitting ? 'out' : sitting.mustChange ? 'change' : 'in'
      const demo = access.demo.map(({ name, roles }) => ({ name, roles }))
      c.header('cache-control', 'no-store')
      return c.json({ step, peopled: await hasLogins(db), demo }, 200)
    })
    .post('/sign-in', open('proved by the password'), validator('json', SignIn), async (c) => {
      const { next, cookies } = await signIn(deps, c.req.valid('json'), visitOf(c, deps))
      carry(c, deps, cookies)
      return c.json({ next }, 200)
    })
    .post('/code', open('proved by password and code'), validator('json', Code), async (c) => {
      const { next, cookies } = await enterCode(deps, c.req.valid('json'), visitOf(c, deps))
      carry(c, deps, cookies)
      return c.json({ next }, 200)
    })
    .post(
      '/password',
      open('proved by session and password; the only thing a first password opens'),
      validator('json', Change),
      async (c) => {
        const sitting = await sittingIn(c, deps)
        if (!sitting) throw new AppError('signed_out', '请先登录。')
        carry(c, deps, await changePassword(deps, sitting, c.req.valid('json'), visitOf(c, deps)))
        return c.json({ ok: true }, 200)
      },
    )
    .post('/sign-out', open('ends what the asker has'), async (c) => {
      const sitting = await sittingIn(c, deps).catch(() => null)
      if (sitting)
        await db.transaction(async (tx) => {
          await endSessions(tx, sitting.userId, { only: sitting.id })
          const { name } = sitting.actor
          const line = { actor: name, action: 'account.sign_out', subject: name, detail: {} }
          await audit(tx, { at: now(), ...line })
        })
      for (const name of [sessionCookie, tokenCookie, demoCookie])
        deleteCookie(c, name, { path: '/' })
      return c.json({ ok: true }, 200)
    })
    .post(
      '/token',
      open('proved by ACCESS_TOKEN'),
      validator('json', z.strictObject({ token: z.string().max(500) })),
      (c) => {
        if (access.token && !sameToken(c.req.valid('json').token, access.token))
          throw new AppError('forbidden', '访问口令不对,请重新输入。')
        setCookie(c, tokenCookie, access.token, cookieOptions(c, deps))
        return c.json({ ok: true }, 200)
      },
    )
    .post(
      '/demo',
      open('the demo lets its visitor act as anybody'),
      validator('json', z.strictObject({ name: z.string().max(60) })),
      (c) => {
        const { name } = c.req.valid('json')
        if (name === '') deleteCookie(c, demoCookie, { path: '/' })
        else if (access.demo.some((one) => one.name === name))
          setCookie(c, demoCookie, encodeURIComponent(name), cookieOptions(c, deps))
        else throw new AppError('not_found', '只有演示环境可以切换角色。')
        return c.json({ ok: true }, 200)
      },
    )
}

function cookieOptions(c: Context, { access }: AuthDeps) {
  const secure = isEncrypted(c, access.proxies)
  return { httpOnly: true, sameSite: 'Strict', path: '/', secure } as const
}

export function visitOf(c: Context, { access }: AuthDeps): Visit {
  return { headers: c.req.raw.headers, address: addressOf(c, access.proxies) }
}

/** Hands better-auth's cookies on; over an encrypted connection they stay on such. */
export function carry(c: Context, { access }: AuthDeps, cookies: readonly string[]): void {
  const end = isEncrypted(c, access.proxies) ? '; Secure' : ''
  for (const cookie of cookies) c.header('set-cookie', cookie + end, { append: true })
  c.header('cache-control', 'no-store')
}
