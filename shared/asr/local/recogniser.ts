import { AppError, GiveUp } from '#shared/errors.ts'
import { type LocalModel, readModel } from './model.ts'
import { type Answer, type Native, NativeDied, NativeRefused, startNative } from './native.ts'

/** What the recogniser says of a piece of audio, in seconds from its beginning (sherpa-onnx, OfflineRecognizerResult). */
export interface Recognised {
  readonly text: string
  readonly tokens?: readonly string[]
  /** Starts of the tokens. */
  readonly timestamps?: readonly number[]
  readonly durations?: readonly number[]
  readonly ys_log_probs?: readonly number[]
  readonly lang?: string
  readonly event?: string
}

export interface RecogniserOptions {
  /** Decodes at a time; one thread each, because spinning threads are slower than that on a busy machine. */
  readonly lanes?: number
  /** A process that has grown by this much since its model was loaded is started anew between two decodes. */
  readonly maxGrowthBytes?: number
  /** Without work for so long the process ends and gives its memory back. */
  readonly idleMs?: number
  readonly start?: () => Native
}

export interface Recogniser {
  /**
   * Decodes 16 kHz samples. A process that dies is started again and the samples are tried once more; dying twice is
   * AppError 'unavailable', a model that cannot be used GiveUp.
   */
  decode(samples: Int16Array, signal: AbortSignal): Promise<Answer<Recognised>>
  model(): Promise<LocalModel>
}

interface Loaded {
  readonly native: Native
  readonly loadedBytes: number
  rssBytes: number
}

/** The model of one folder in one process, shared by everything in this one that wants it. */
export function openRecogniser(dir: string, options: RecogniserOptions = {}): Recogniser {
  const { lanes = 2, maxGrowthBytes = 1024 ** 3, idleMs = 60_000, start = startNative } = options
  let current: Promise<Loaded> | undefined
  let busy = 0
  const queue: (() => void)[] = []
  let idle: NodeJS.Timeout | undefined

  async function load(): Promise<Loaded> {
    const model = await readModel(dir)
    const native = start()
    try {
      const { rssBytes } = await native.ask('load', { config: model.config })
      return { native, loadedBytes: rssBytes, rssBytes }
    } catch (cause) {
      native.kill()
      throw new GiveUp(
        `本地语音模型 ${model.dir}（${model.kind}）无法使用：${loadTrouble(cause)}`,
        {
          cause,
        },
      )
    }
  }

  async function process(): Promise<Loaded> {
    const loaded = await current?.catch(() => undefined)
    const tooBig = loaded && loaded.rssBytes - loaded.loadedBytes > maxGrowthBytes && busy <= 1
    if (tooBig) loaded.native.kill()
    if (!loaded?.native.alive) current = load()
    return current as Promise<Loaded>
  }

  async function once(samples: Int16Array): Promise<Answer<Recognised>> {
    const loaded = await process()
    const answer = await loaded.native.ask<Recognised>('decode', { samples })
    loaded.rssBytes = answer.rssBytes
    return answer
  }

  async function twice(samples: Int16Array, signal: AbortSignal): Promise<Answer<Recognised>> {
    try {
      return await once(samples)
    } catch (cause) {
      if (!(cause instanceof NativeDied)) throw refused(cause)
      signal.throwIfAborted()
      return await once(samples).catch((again: unknown) => {
        throw refused(again)
      })
    }
  }

  /** Nobody waits for what the process is doing any more: with nothing else under way it ends at once. */
  function abandon(): void {
    if (busy > 1) return
    const ending = current
    current = undefined
    void ending?.then(({ native }) => native.kill()).catch(() => {})
  }

  async function enter(signal: AbortSignal): Promise<void> {
    if (busy >= lanes) await new Promise<void>((go) => queue.push(go))
    else busy++
    if (signal.aborted) leave()
    signal.throwIfAborted()
  }

  function leave(): void {
    const next = queue.shift()
    // The lane goes on to the next in line.
    if (next) {
      next()
      return
    }
    busy--
    clearTimeout(idle)
    if (busy === 0) idle = setTimeout(abandon, idleMs).unref()
  }

  return {
    model: () => readModel(dir),
    async decode(samples, signal) {
      await enter(signal)
      clearTimeout(idle)
      let stopped = () => {}
      const stop = new Promise<never>((_, reject) => {
        stopped = () => {
          abandon()
          reject(signal.reason)
        }
      })
      signal.addEventListener('abort', stopped, { once: true })
      try {
        return await Promise.race([twice(samples, signal), stop])
      } finally {
        signal.removeEventListener('abort', stopped)
        leave()
      }
    },
  }
}

function refused(cause: unknown): unknown {
  if (cause instanceof NativeDied)
    return new AppError(
      'unavailable',
      `本地语音识别进程两次中断（${cause.exit}${cause.why && `，${cause.why}`}），请检查内存是否够用、模型是否完好。`,
      { cause },
    )
  if (cause instanceof NativeRefused)
    return new AppError('unavailable', `本地语音识别没有给出结果：${cause.message}`, { cause })
  return cause
}

/** Why a model could not be loaded, and what to do; ends as they were measured (asr.md 1.3). */
function loadTrouble(cause: unknown): string {
  if (cause instanceof NativeRefused) return `${cause.message}。请检查文件是否齐全。`
  if (!(cause instanceof NativeDied)) return String(cause)
  const { exit, why } = cause
  if (/Cannot find (module|package)|Could not find sherpa|\.node/.test(why))
    return `本机装不上 sherpa-onnx（${why}），请改用 ASR_URL。`
  if (exit === 'SIGKILL') return '进程被系统结束，多半是内存不足，请换较小的（int8）模型。'
  if (exit === 'SIGABRT') return `模型文件已损坏或不是 ONNX（${why}），请重新下载。`
  return `模型种类与识别出的不符或文件不全（退出码 ${exit}，${why}），请用 sherpa.json 写明种类。`
}
