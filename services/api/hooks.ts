import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AppError } from '#shared/errors.ts'
import { hearHook, hooks } from '../intake/hooks/hear.ts'
import type { IntakeDeps } from '../intake/stage.ts'
import { loopbackHosts, sameToken } from './actor.ts'

export interface HookDeps extends IntakeDeps {
  /** Secrets by recorder, `*` for all; without one only this machine may call. */
  readonly hookSecrets: ReadonlyMap<string, string>
  /** Something may have come: look soon. */
  readonly hint: () => void
}

/** Calls of recorders. They have no account: a secret of their own, and no rights but to say that a file is there. */
export function hookRoutes(deps: HookDeps) {
  const maxSize = deps.intakePolicy.hooks.maxBodyKb * 1024
  return new Hono().post(
    '/:recorder',
    bodyLimit({
      maxSize,
      onError: (c) => c.json({ code: 'invalid', message: '回调内容过大。' }, 413),
    }),
    async (c) => {
      const recorder = c.req.param('recorder')
      if (!hooks.has(recorder))
        throw new AppError(
          'not_found',
          `没有叫 ${recorder.slice(0, 40)} 的录播软件,可用:${[...hooks.keys()].join('、')}。`,
        )
      authenticate(c, recorder, deps.hookSecrets)
      const body = await c.req.text()
      const heard = await hearHook(deps, recorder, body, c.req.header('content-type') ?? '')
      deps.hint()
      // SRS takes anything but code 0 as a refusal; the others do not read the answer.
      return c.json({ code: 0, msg: 'success', ...heard }, 200)
    },
  )
}

/**
 * A sender says its secret as its settings allow: bearer, basic (as the password), `X-Hook-Secret`, or `?secret=`; never in
 * the path, which is logged. Without a configured secret only this machine is heard, by its own name.
 */
function authenticate(c: Context, recorder: string, secrets: ReadonlyMap<string, string>) {
  const wanted = [secrets.get(recorder), secrets.get('*')].filter((it) => it !== undefined)
  if (wanted.length === 0) {
    // A page in this machine's browser is not its recorder: it names its origin.
    const page = c.req.header('origin') !== undefined
    if (!page && fromHere(c) && loopbackHosts.test(new URL(c.req.url).host)) return
    throw new AppError('forbidden', '未设 HOOK_SECRETS 时只接受本机的回调。')
  }
  const authorization = c.req.header('authorization') ?? ''
  const basic = /^Basic\s+(\S+)$/i.exec(authorization)?.[1]
  const given = [
    /^Bearer\s+(\S+)$/i.exec(authorization)?.[1],
    basic && Buffer.from(basic, 'base64').toString('utf8').split(':').slice(1).join(':'),
    c.req.header('x-hook-secret'),
    c.req.query('secret'),
  ].flatMap((it) => it ?? [])
  // Every pair is compared, so that the time says nothing of which secret was nearly right.
  const hits = given.flatMap((it) => wanted.map((secret) => sameToken(it, secret)))
  if (!hits.includes(true)) throw new AppError('forbidden', '回调的密钥不对,请核对 HOOK_SECRETS。')
}

function fromHere(c: Context): boolean {
  const address: unknown = c.env?.incoming?.socket?.remoteAddress
  return typeof address === 'string' && /^(?:::ffff:)?127\.|^::1$/.test(address)
}
