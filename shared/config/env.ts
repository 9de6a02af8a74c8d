import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'

/** What one process may do; `api` serves people, the others are the pipeline's stages. */
export const roles = [
  'api',
  'intake',
  'ingest',
  'transcribe',
  'screen',
  'detect',
  'evidence',
  'pool',
  'report',
  'adjudicate',
  'capture',
  'watch',
  'deliver',
] as const

/** What no installation can do without: neither advice of a language model nor what stands on the picture. */
const needed = roles.filter(
  (role) => role !== 'adjudicate' && role !== 'screen' && role !== 'capture',
)

const llmTasks = ['flags', 'windows'] as const

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
    .describe('接收目录:其中写完的录像自动登记(见 docs/sources.md);留空则只用上传与 `lvbo ingest`'),
  HOOK_SECRETS: z
    .string()
    .default('')
    .transform((value) => value.split(',').filter((pair) => pair.trim() !== ''))
    .pipe(
      z.array(
        z.string().regex(/^\s*(?:\*|[a-z][a-z0-9-]*)=\S{16,}\s*$/, {
          error: '须写成 录播软件=密钥,密钥至少 16 位;* 为全部',
        }),
      ),
    )
    .transform((pairs) => new Map(pairs.map((pair) => splitPair(pair.trim()))))
    .describe('录播软件回调的密钥,如 `blrec=密钥一,*=密钥二`,至少 16 位;留空则只接受本机的回调'),
  S3_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe('S3 兼容存储的地址,如 `https://s3.example.com`;设置后定时接收其中的录像,只读不删'),
  S3_BUCKET: z.string().default('').describe('存储桶名;设置 S3_URL 时必填'),
  S3_PREFIX: z.string().default('').describe('只接收以此开头的对象'),
  S3_REGION: z.string().min(1).default('us-east-1').describe('存储桶所在区域'),
  S3_KEY: z.string().default('').describe('存储桶的访问键,只需读取与列举的权限'),
  S3_SECRET: z.string().default('').describe('存储桶的密钥'),
  SMTP_URL: z
    .union([z.literal(''), z.url({ protocol: /^smtps?$/ })])
    .default('')
    .describe('邮件服务器,如 `smtps://用户:口令@mail.example.gov.cn:465`;留空则不发邮件'),
  SMTP_FROM: z
    .string()
    .default('')
    .describe('发件人,如 `绿播 <lvbo@example.gov.cn>`;设置 SMTP_URL 时必填'),
  DELIVERY_SECRETS: z
    .string()
    .default('')
    .transform((value) => value.split(',').filter((pair) => pair.trim() !== ''))
    .pipe(
      z.array(
        z.string().regex(/^\s*[a-z][a-z0-9-]*=\S{16,}\s*$/, {
          error: '须写成 收件方编号=密钥,密钥至少 16 位',
        }),
      ),
    )
    .transform((pairs) => new Map(pairs.map((pair) => splitPair(pair.trim()))))
    .describe('网络外发(policies/deliveries.yaml 的 webhook)的签名密钥,如 `oa=密钥`,至少 16 位'),
  DROP_DIR: z
    .string()
    .default('')
    .describe('摆渡目录:以文件外发时写在其下,由内外网交换设备取走;留空则不写'),
  HOST: z.string().min(1).default('127.0.0.1').describe('监听地址'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8787).describe('监听端口,0 为任选'),
  ACCESS_TOKEN: z
    .string()
    .default('')
    .describe(
      '首次设置与应急用的口令;监听非本机地址时必填,至少 16 位。有人可以登录之后,它只能管理账号、查看审计',
    ),
  AUTH_SECRET: z
    .string()
    .refine((value) => value === '' || value.length >= 32, '至少 32 位')
    .default('')
    .describe('签发登录会话的密钥,至少 32 位;留空则由 DATA_DIR 中的密钥派生。多机部署时各机须相同'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((value) => value.split(',').flatMap((one) => one.trim() || []))
    .describe('反向代理的地址,逗号分隔;只有它们的 X-Forwarded-For、X-Forwarded-Proto 会被采信'),
  REGION: z
    .string()
    .default('zhoushan')
    .describe('本机构的区划路径(见 policies/regions.yaml),口令持有人可见其下全部直播间'),
  ASR_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe(
      'OpenAI 兼容的语音转写服务地址,如 `http://asr:8000/v1`;与 ASR_MODEL_DIR 都留空则无字幕的录像等待转写',
    ),
  ASR_KEY: z.string().default('').describe('转写服务的密钥'),
  ASR_MODEL: z.string().default('whisper-1').describe('转写模型名'),
  ASR_MODEL_DIR: z
    .string()
    .default('')
    .describe(
      '本机语音模型的目录(sherpa-onnx 的 SenseVoice、Paraformer、Zipformer、Whisper),声音不出本机;没有 ASR_URL 时用它',
    ),
  ASR_VAD_MODEL: z.string().default('').describe('语音检测模型文件;留空用自带的 silero_vad.onnx'),
  ASR_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(32)
    .default(4)
    .describe('同时发给转写服务的片段数'),
  LLM_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe(
      'OpenAI 兼容的大模型服务地址,如 `http://llm:8000/v1`;留空则不用大模型。设置后线索前后的转写与弹幕会发往该地址',
    ),
  LLM_KEY: z.string().default('').describe('大模型服务的密钥'),
  LLM_MODEL: z.string().default('').describe('大模型名;设置 LLM_URL 时必填'),
  LLM_TASKS: z
    .string()
    .default(llmTasks.join(','))
    .transform((value) => value.split(',').map((task) => task.trim()))
    .pipe(z.array(z.enum(llmTasks, { error: `可用的任务:${llmTasks.join('、')}` })).min(1))
    .describe(
      '大模型做什么:`flags` 对待复核线索给参考意见(本人判定后才可见),`windows` 通读转写、提出候选',
    ),
  LLM_DAILY_BUDGET: z.coerce
    .number()
    .int()
    .min(0)
    .default(2000)
    .describe('每天(北京时间)最多调用大模型的次数,各进程合计;通读最多用其一半'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('日志级别'),
} as const

const loopback = new Set(['127.0.0.1', '::1', 'localhost'])

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return [pair.slice(0, at), pair.slice(at + 1)]
}

const schema = z.object(envFields).superRefine((env, issue) => {
  const embedded = env.DATABASE_URL.startsWith('pglite:') || env.QUEUE_URL.startsWith('memory:')
  if (embedded && needed.some((role) => !env.ROLES.includes(role)))
    issue.addIssue({ code: 'custom', path: ['ROLES'], message: '内嵌方式是单进程,须承担全部角色' })
  if (env.LLM_URL && !env.LLM_MODEL)
    issue.addIssue({ code: 'custom', path: ['LLM_MODEL'], message: '设置 LLM_URL 时须写明模型名' })
  if (env.SMTP_URL && !env.SMTP_FROM)
    issue.addIssue({ code: 'custom', path: ['SMTP_FROM'], message: '设置 SMTP_URL 时须写明发件人' })
  if (env.S3_URL && !(env.S3_BUCKET && env.S3_KEY && env.S3_SECRET))
    issue.addIssue({
      code: 'custom',
      path: ['S3_URL'],
      message: '设置 S3_URL 时须写明 S3_BUCKET、S3_KEY、S3_SECRET',
    })
  // What the house itself writes must not come back to it as a recording.
  if (
    env.RECORDINGS_DIR &&
    `${resolve(env.DATA_DIR)}/`.startsWith(`${resolve(env.RECORDINGS_DIR)}/`)
  )
    issue.addIssue({
      code: 'custom',
      path: ['RECORDINGS_DIR'],
      message: 'DATA_DIR 不能在接收目录之内',
    })
  if (!loopback.has(env.HOST) && env.ACCESS_TOKEN.length < 16)
    issue.addIssue({
      code: 'custom',
      path: ['ACCESS_TOKEN'],
      message: '监听非本机地址时须设置至少 16 位的口令',
    })
})

export type Config = Readonly<z.infer<typeof schema>>

/** `DATA_DIR` alone, for what needs no other setting. */
export const dataDirOf = (env: Readonly<Record<string, string | undefined>>): string =>
  envFields.DATA_DIR.parse(env.DATA_DIR || undefined)

/** Reads the settings from an environment. Throws `invalid` naming every wrong one and what to do. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // An empty value in an env file means "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return Object.freeze(parsed.data)
  const faults = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)
  throw new AppError('invalid', `配置有误,请改正后再启动:\n${faults.join('\n')}`)
}
