import { access, constants } from 'node:fs/promises'
import type { Command } from 'commander'
import { sql } from 'drizzle-orm'
import { openRecogniser } from '#shared/asr/local/recogniser.ts'
import { canFindSpeech } from '#shared/asr/local/speech.ts'
import { type Config, loadConfig } from '#shared/config/env.ts'
import { openDb } from '#shared/db/client.ts'
import { reportFonts } from '#shared/documents/fonts.ts'
import { diskRefusal } from '#shared/domain/intake-policy.ts'
import { AppError } from '#shared/errors.ts'
import { silentLog } from '#shared/log.ts'
import { ffmpegFeatures } from '#shared/media/features.ts'
import { tesseractVersion } from '#shared/ocr/tesseract.ts'
import { poolJob } from '#shared/queue/jobs.ts'
import { openQueue } from '#shared/queue/open.ts'
import { enginesOf } from '../engines.ts'
import { listOnce } from '../intake/bucket/poll.ts'
import { readDisk } from '../intake/disk.ts'
import { openIntake } from '../intake/open.ts'
import { type Io, show } from './context.ts'
import type { Json } from './forms.ts'

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What was found, or what to do. */
  readonly detail: string
  /** Without it the house cannot work at all. */
  readonly needed: boolean
}

/** `doctor`: what this installation stands on. */
export function doctorCommand(command: Command, io: Io): void {
  command.option('--json', '输出 JSON / print JSON').action(async ({ json }: Json) => {
    const checks = await checkUp(loadConfig(io.env))
    show(io, json, checks, () =>
      checks.map(({ name, ok, detail }) => `${ok ? '✓' : '✗'} ${name}:${detail}`).join('\n'),
    )
    if (checks.some(({ ok, needed }) => !ok && needed))
      throw new AppError('unavailable', '有必需的项目未通过,请按上面的提示处理。')
  })
}

/** Looks at everything the house stands on. Never throws: what fails is a line with what to do. */
async function checkUp(config: Config): Promise<Check[]> {
  const run = async (
    name: string,
    needed: boolean,
    look: () => Promise<string>,
  ): Promise<Check> => {
    try {
      return { name, ok: true, detail: await look(), needed }
    } catch (error) {
      const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      return { name, ok: false, detail, needed }
    }
  }
  return [
    await run('Node', true, async () => process.version),
    await run('ffmpeg', true, async () => {
      const { ffmpeg, ffprobe, missing } = await ffmpegFeatures()
      if (!ffmpeg || !ffprobe) throw new Error('没有 ffmpeg 或 ffprobe,请安装 ffmpeg')
      if (missing.length > 0)
        throw new Error(`${ffmpeg} 缺少 ${missing.join('、')},请安装完整版 ffmpeg`)
      return ffmpeg
    }),
    await run('中文字体', false, async () => reportFonts().sans.file),
    await run('画面文字', false, async () => {
      const version = await tesseractVersion()
      if (version === null)
        throw new Error(
          '没有 tesseract 或其简体中文模型,不读画面文字;请安装 tesseract-ocr 与 tesseract-ocr-chi-sim',
        )
      return `tesseract ${version}`
    }),
    await run('磁盘', true, async () => {
      const { intakePolicy } = await openIntake({ ...config, S3_URL: '' })
      const disk = await readDisk(config.DATA_DIR)
      const full = diskRefusal(intakePolicy, disk)
      if (full) throw new Error(full)
      return `${config.DATA_DIR} 可用 ${(disk.freeBytes / 1e9).toFixed(1)} GB`
    }),
    await run('接收目录', false, async () => {
      if (!config.RECORDINGS_DIR) return '未配置 RECORDINGS_DIR:只用上传与 lvbo ingest'
      await access(config.RECORDINGS_DIR, constants.R_OK | constants.X_OK).catch(() => {
        throw new Error(`${config.RECORDINGS_DIR} 打不开,请检查路径与权限`)
      })
      return `${config.RECORDINGS_DIR} 可读`
    }),
    await run('存储桶', false, async () => {
      if (!config.S3_URL) return '未配置 S3_URL'
      const { bucket } = await openIntake(config)
      if (bucket) await listOnce(bucket)
      return `${config.S3_BUCKET} 可列举`
    }),
    await run('数据库', true, async () => {
      const { db, close } = await openDb(config.DATABASE_URL)
      try {
        await db.execute(sql`select 1`)
        return config.DATABASE_URL.startsWith('pglite:') ? '内嵌 PGlite' : 'PostgreSQL 可连接'
      } finally {
        await close()
      }
    }),
    await run('任务队列', true, async () => {
      const queue = await openQueue(config.QUEUE_URL, { log: silentLog })
      try {
        await queue.counts(poolJob)
        return config.QUEUE_URL === 'memory:' ? '内嵌' : 'Redis 可连接'
      } finally {
        await queue.close()
      }
    }),
    await run('语音转写', false, () => speechEngines(config)),
    await run('语音检测', false, async () => {
      const found = await canFindSpeech(config.ASR_VAD_MODEL || undefined)
      if (!found) throw new Error('本机装不上 sherpa-onnx,改按音量切分,音乐会送去转写')
      return 'silero VAD 可用'
    }),
  ]
}

/** Every engine that is set up answers or loads; the model on this machine in a process of its own. */
async function speechEngines(config: Config): Promise<string> {
  const { engines } = enginesOf(config)
  const said: string[] = []
  if (engines.openai) said.push(await serverAnswers(config))
  if (engines.local) {
    const began = performance.now()
    const silence = new Int16Array(16_000)
    await openRecogniser(config.ASR_MODEL_DIR).decode(silence, AbortSignal.timeout(120_000))
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    said.push(`本机模型 ${await engines.local.version()},${seconds} 秒载入`)
  }
  return said.join(';') || '未配置 ASR_URL 或 ASR_MODEL_DIR:没有字幕的录像将等待转写'
}

async function serverAnswers({ ASR_URL, ASR_KEY }: Config): Promise<string> {
  const answer = await fetch(new URL('models', `${ASR_URL.replace(/\/$/, '')}/`), {
    headers: ASR_KEY ? { authorization: `Bearer ${ASR_KEY}` } : {},
    signal: AbortSignal.timeout(5000),
  })
  if (!answer.ok) throw new Error(`${ASR_URL} 回答 ${answer.status},请检查地址与密钥`)
  return `${ASR_URL} 可用`
}
