import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { type Measured, measure, readReferences } from '#shared/asr/measure.ts'
import { captionsBeside, readCaptions } from '#shared/asr/sidecar.ts'
import type { Transcriber } from '#shared/asr/transcriber.ts'
import { type Config, loadConfig } from '#shared/config/env.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import { type EngineChoice, engineChoices } from '#shared/domain/transcript.ts'
import { AppError } from '#shared/errors.ts'
import { extractAudio } from '#shared/media/audio.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { enginesOf } from '../engines.ts'
import { type Io, show } from './context.ts'
import { oneOf } from './forms.ts'
import { tableText } from './words.ts'

interface Options {
  readonly ref: string
  readonly engine?: readonly string[]
  readonly modelDir?: string
  readonly url?: string
  readonly model?: string
  readonly json?: boolean
}

/** One recording heard by one engine, beside what was said in it. */
interface Row extends Measured {
  readonly engine: string
  readonly engineVersion: string
  readonly file: string
  readonly audioMs: number
  /** From the sound as a file to the words, voice activity with it. */
  readonly wallMs: number
}

/** `cer`: how far engines are from reference text, and how fast. */
export function cerCommand(command: Command, io: Io): void {
  command
    .requiredOption(
      '--ref <file>',
      '参考文字:JSON {"文件名": "文字"}、带时间的 JSON、每行“文件名<TAB>文字”或纯文本',
    )
    .option('--engine <engine...>', `引擎 / engines: ${engineChoices.join(', ')}`)
    .option('--model-dir <dir>', '代替 ASR_MODEL_DIR')
    .option('--url <url>', '代替 ASR_URL')
    .option('--model <name>', '代替 ASR_MODEL')
    .option('--json', '输出 JSON / print JSON')
    .action(async (paths: string[], options: Options) => {
      const config = loadConfig({
        ...io.env,
        ...(options.modelDir && { ASR_MODEL_DIR: options.modelDir }),
        ...(options.url && { ASR_URL: options.url }),
        ...(options.model && { ASR_MODEL: options.model }),
      })
      const reference = readReferences(await readFile(options.ref, 'utf8'))
      const rows: Row[] = []
      for (const choice of choicesOf(options, config))
        for (const path of paths) {
          const truth = reference(basename(path))
          if (!truth)
            throw new AppError('invalid', `参考文件里没有 ${basename(path)} 的文字,请补上。`)
          const heard = await hear(path, choice, config, io.signal)
          const { sentences, ...facts } = heard
          rows.push({ ...facts, file: basename(path), ...measure(truth, sentences) })
        }
      show(io, options.json, { rows, totals: totals(rows) }, () => tableOf(rows))
    })
}

function choicesOf({ engine }: Options, config: Config): EngineChoice[] {
  const known = (name: string): name is EngineChoice => engineChoices.some((it) => it === name)
  if (engine) return engine.map((name) => oneOf('--engine', engineChoices, name))
  const set = Object.keys(enginesOf(config).engines).filter(known)
  if (set.length > 0) return set
  throw new AppError('invalid', '没有配置转写引擎,请用 --model-dir、--url 或 --engine captions。')
}

async function hear(path: string, choice: EngineChoice, config: Config, signal: AbortSignal) {
  const media = await inspectMedia(path, { signal })
  const audioMs = media.durationMs
  if (choice === 'captions') {
    const began = performance.now()
    const { engine, sentences } = await captionsOf(path, signal)
    return { engine, engineVersion: '', sentences, audioMs, wallMs: performance.now() - began }
  }
  const transcriber = enginesOf(config).engines[choice]
  const setting = choice === 'local' ? '--model-dir 或 ASR_MODEL_DIR' : '--url 或 ASR_URL'
  if (!transcriber) throw new AppError('invalid', `没有配置引擎 ${choice},请设置 ${setting}。`)
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-cer-'))
  try {
    const wav = join(dir, 'audio.wav')
    await extractAudio(path, wav, { signal, info: media })
    return { ...(await timed(transcriber, wav, signal)), audioMs }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

async function timed(transcriber: Transcriber, wav: string, signal: AbortSignal) {
  const engineVersion = await transcriber.version()
  const began = performance.now()
  const { sentences } = await transcriber.transcribe(wav, { signal })
  return { engine: transcriber.engine, engineVersion, sentences, wallMs: performance.now() - began }
}

async function captionsOf(
  path: string,
  signal: AbortSignal,
): Promise<{ engine: string; sentences: readonly Sentence[] }> {
  const name = captionsBeside(path, await readdir(dirname(path)))
  if (name === null) throw new AppError('not_found', `${path} 旁边没有字幕。`)
  return readCaptions(join(dirname(path), name), signal)
}

const enginesIn = (rows: readonly Row[]) => [...new Set(rows.map(({ engine }) => engine))]

function totals(rows: readonly Row[]) {
  return enginesIn(rows).map((engine) => {
    const own = rows.filter((row) => row.engine === engine)
    const sum = (of: (row: Row) => number) => own.reduce((total, row) => total + of(row), 0)
    const starts = own.flatMap(({ startErrorsMs }) => startErrorsMs)
    return {
      engine,
      files: own.length,
      errors: sum((row) => row.errors),
      length: sum((row) => row.length),
      rate:
        sum((row) => row.errors) /
        Math.max(
          1,
          sum((row) => row.length),
        ),
      startErrorMeanMs:
        starts.length > 0 ? starts.reduce((a, b) => a + b, 0) / starts.length : null,
      startErrorMaxMs: starts.length > 0 ? Math.max(...starts) : null,
      inSilence: sum((row) => row.inSilence),
      realTimeFactor:
        sum((row) => row.wallMs) /
        Math.max(
          1,
          sum((row) => row.audioMs),
        ),
    }
  })
}

function tableOf(rows: readonly Row[]): string {
  const head = [
    '引擎',
    '文件',
    '秒',
    '错/字',
    '字错率',
    '起点误差 均/最大 ms',
    '无人处出字',
    '实时率',
  ]
  const percent = (part: number, whole: number) =>
    `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`
  const lines = rows.map(({ engine, file, audioMs, wallMs, errors, length, ...row }) => {
    const { startErrorsMs: starts, inSilence } = row
    const mean = starts.reduce((a, b) => a + b, 0) / Math.max(1, starts.length)
    return [
      engine,
      file,
      (audioMs / 1000).toFixed(1),
      `${errors}/${length}`,
      percent(errors, length),
      starts.length > 0 ? `${mean.toFixed(0)} / ${Math.max(...starts)}` : '—',
      String(inSilence),
      (wallMs / audioMs).toFixed(4),
    ]
  })
  const all = totals(rows).map(({ engine, errors, length, files, realTimeFactor }) => [
    ...[engine, `合计 ${files}`, '', `${errors}/${length}`, percent(errors, length), '', ''],
    realTimeFactor.toFixed(4),
  ])
  return tableText([head, ...lines, ...(rows.length > all.length ? all : [])])
}
