import { z } from 'zod'
import { AppError } from '#shared/errors.ts'

/** What one process may do; `api` serves people, the others are the pipeline's stages. */
export const roles = [
  'api',
  'ingest',
  'transcribe',
  'detect',
  'evidence',
  'pool',
  'report',
] as const
export type ProcessRole = (typeof roles)[number]

const url = (...schemes: string[]) =>
  z.string().refine((value) => schemes.some((scheme) => value.startsWith(`${scheme}:`)), {
    error: `须以 ${schemes.map((scheme) => `${scheme}:`).join(' 或 ')} 开头`,
  })

/** Every setting an operator may make. The table in README.md is generated from the descriptions. */
export const envFields = {
  DATABASE_URL: url('postgres', 'postgresql', 'pglite')
    .default('pglite:./data/db')
    .describe('数据库。`pglite:目录` 为内嵌(单进程),`postgres://…` 为服务方式'),
  QUEUE_URL: url('redis', 'rediss', 'memory')
    .default('memory:')
    .describe('任务队列。`memory:` 为内嵌,`redis://…` 为 BullMQ(Redis 须设 noeviction)'),
  ROLES: z
    .string()
    .default(roles.join(','))
    .transform((value) => value.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(roles, { error: `可用的角色:${roles.join('、')}` })).min(1))
    .describe('本进程承担的角色,逗号分隔;内嵌方式须全部承担'),
  DATA_DIR: z.string().min(1).default('./data').describe('证据片段与密钥所在目录'),
  RECORDINGS_DIR: z
    .string()
    .default('')
    .describe('接收目录:其中写完的录像自动登记;留空则只用 `lvbo ingest`'),
  HOST: z.string().min(1).default('127.0.0.1').describe('监听地址'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8787).describe('监听端口,0 为任选'),
  ACCESS_TOKEN: z
    .string()
    .default('')
    .describe('访问控制台与接口的口令;监听非本机地址时必填,至少 16 位'),
  REGION: z
    .string()
    .default('zhoushan')
    .describe('本机构的区划路径(见 policies/regions.yaml),口令持有人可见其下全部直播间'),
  ASR_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe('OpenAI 兼容的语音转写服务地址,如 `http://asr:8000/v1`;留空则无字幕的录像等待转写'),
  ASR_KEY: z.string().default('').describe('转写服务的密钥'),
  ASR_MODEL: z.string().default('whisper-1').describe('转写模型名'),
  ASR_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(4).describe('同时转写的片段数'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('日志级别'),
} as const

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

const schema = z.object(envFields).superRefine((env, issue) => {
  const embedded = env.DATABASE_URL.startsWith('pglite:') || env.QUEUE_URL.startsWith('memory:')
  if (embedded && env.ROLES.length < roles.length)
    issue.addIssue({ code: 'custom', path: ['ROLES'], message: '内嵌方式是单进程,须承担全部角色' })
  if (!loopback.has(env.HOST) && env.ACCESS_TOKEN.length < 16)
    issue.addIssue({
      code: 'custom',
      path: ['ACCESS_TOKEN'],
      message: '监听非本机地址时须设置至少 16 位的口令',
    })
})

export type Config = Readonly<z.infer<typeof schema>>

/** Reads the settings from an environment. Throws `invalid` naming every wrong one and what to do. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty value in an env file means "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return Object.freeze(parsed.data)
  const faults = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)
  throw new AppError('invalid', `配置有误,请改正后再启动:\n${faults.join('\n')}`)
}
