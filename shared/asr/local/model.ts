import { createHash } from 'node:crypto'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import { z } from 'zod'
import { GiveUp } from '#shared/errors.ts'

/** A model folder, understood. */
export interface LocalModel {
  readonly dir: string
  /** What the recogniser calls it: `senseVoice`, `paraformer`, `transducer`, `zipformerCtc`, `whisper` … */
  readonly kind: string
  /** What `new OfflineRecognizer` is given; file names are absolute. */
  readonly config: object
  /** Of the files' ends and sizes: the same model again has the same. */
  readonly fingerprint: string
}

const manifest = z.looseObject({
  featConfig: z.looseObject({}).optional(),
  modelConfig: z.looseObject({}),
})

/** `model_type` in an ONNX file's metadata → the recogniser's key for one single model file. */
const kindsByMetadata: Readonly<Record<string, string>> = {
  sense_voice_ctc: 'senseVoice',
  paraformer: 'paraformer',
  zipformer2_ctc: 'zipformerCtc',
  wenet_ctc: 'wenetCtc',
  telespeech_ctc: 'teleSpeechCtc',
  'fire-red-asr-2-ctc': 'fireRedAsrCtc',
  dolphin: 'dolphin',
  EncDecCTCModel: 'nemoCtc',
  EncDecCTCModelBPE: 'nemoCtc',
  EncDecHybridRNNTCTCBPEModel: 'nemoCtc',
}

/**
 * Recognises the model in a folder the operator supplied: by `sherpa.json` if there is one, else by which files there are
 * and what they say of themselves. Nothing is loaded. Throws GiveUp with a sentence that says what is missing.
 */
export async function readModel(dir: string): Promise<LocalModel> {
  const folder = resolve(dir)
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new GiveUp(`打不开本地语音模型目录 ${folder}，请检查 ASR_MODEL_DIR。`, { cause })
  })
  const { kind, modelConfig, featConfig } = names.includes('sherpa.json')
    ? await byManifest(folder)
    : await byFiles(folder, names)
  const files = filesIn(modelConfig)
  const sizes = files.map(async (file) => fileMark(file))
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([kind, await Promise.all(sizes)]))
    .digest('hex')
    .slice(0, 12)
  const config = {
    featConfig: { sampleRate: 16_000, featureDim: 80, ...featConfig },
    modelConfig: { ...modelConfig, numThreads: 1, provider: 'cpu', debug: 0 },
  }
  return { dir: folder, kind, config, fingerprint }
}

interface Found {
  readonly kind: string
  readonly modelConfig: Readonly<Record<string, unknown>>
  readonly featConfig?: object | undefined
}

async function byManifest(folder: string): Promise<Found> {
  const path = join(folder, 'sherpa.json')
  const given = manifest.safeParse(parsed(await readFile(path, 'utf8')))
  if (!given.success)
    throw new GiveUp(`${path} 应为 {"modelConfig": {…}}，文件名写相对路径；请改正。`)
  const modelConfig = absolute(folder, given.data.modelConfig) as Record<string, unknown>
  const kind = Object.keys(modelConfig).find((key) => key !== 'tokens') ?? 'unknown'
  return { kind, modelConfig, featConfig: given.data.featConfig }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** File names of a manifest made absolute; they may not lead out of the folder. */
function absolute(folder: string, value: unknown): unknown {
  if (typeof value === 'string' && /\.(onnx|txt|model|fst|far|vocab|rknn)$/.test(value)) {
    const path = resolve(folder, value)
    if (!path.startsWith(folder + sep))
      throw new GiveUp(`${folder} 的 sherpa.json 指向目录之外的文件“${value}”，请改正。`)
    return path
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, absolute(folder, inner)]),
  )
}

async function byFiles(folder: string, names: readonly string[]): Promise<Found> {
  const pick = (part: RegExp) => {
    const fitting = names.filter((name) => part.test(name)).sort((a, b) => a.length - b.length)
    const name = fitting.find((it) => /int8/.test(it)) ?? fitting[0]
    return name === undefined ? undefined : join(folder, name)
  }
  const tokens = pick(/(^|[-_.])tokens\.txt$/)
  if (!tokens) throw new GiveUp(`本地语音模型目录 ${folder} 里没有 tokens.txt，请补全模型文件。`)
  const encoder = pick(/encoder.*\.onnx$/)
  const decoder = pick(/decoder.*\.onnx$/)
  const joiner = pick(/joiner.*\.onnx$/)
  if (/streaming/i.test(basename(folder)) && !/non-?streaming/i.test(basename(folder)))
    throw new GiveUp(`${folder} 是流式模型，这里用非流式模型，请换一个。`)
  if (encoder && decoder && joiner)
    return { kind: 'transducer', modelConfig: { transducer: { encoder, decoder, joiner }, tokens } }
  if (encoder && decoder) {
    const whisper = { encoder, decoder, language: 'zh', task: 'transcribe', tailPaddings: -1 }
    const type = await modelType(encoder)
    const isWhisper = type.startsWith('whisper') || basename(tokens) !== 'tokens.txt'
    return isWhisper
      ? { kind: 'whisper', modelConfig: { whisper, tokens } }
      : { kind: 'fireRedAsr', modelConfig: { fireRedAsr: { encoder, decoder }, tokens } }
  }
  const model = pick(/^model.*\.onnx$/) ?? pick(/\.onnx$/)
  if (!model) throw new GiveUp(`本地语音模型目录 ${folder} 里没有 .onnx 文件，请补全模型文件。`)
  const type = await modelType(model)
  const kind = kindsByMetadata[type]
  if (!kind)
    throw new GiveUp(
      `认不出 ${model} 是哪种语音模型（自称“${type || '无'}”），请在目录里放 sherpa.json 写明。`,
    )
  const inner =
    kind === 'senseVoice' ? { model, language: 'zh', useInverseTextNormalization: 1 } : { model }
  return { kind, modelConfig: { [kind]: kind === 'teleSpeechCtc' ? model : inner, tokens } }
}

/** The end of a file that protobuf writes the metadata to; SenseVoice's statistics there take some ten KB. */
const tailBytes = 512 * 1024

/** `model_type` of an ONNX file: a StringStringEntryProto, key in field 1, value in field 2 (onnx.proto). */
async function modelType(path: string): Promise<string> {
  const tail = await endOf(path, tailBytes)
  const at = tail.lastIndexOf('\x0a\x0amodel_type\x12', 'latin1')
  if (at < 0) return ''
  const value = at + 13
  return tail.toString('utf8', value + 1, value + 1 + (tail[value] ?? 0))
}

async function endOf(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.min(size, bytes))
    await file.read(buffer, 0, buffer.length, size - buffer.length)
    return buffer
  } finally {
    await file.close()
  }
}

function filesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith(sep) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(filesIn) : []
}

async function fileMark(path: string): Promise<readonly unknown[]> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile() || info.size === 0)
    throw new GiveUp(`本地语音模型缺少文件 ${path}（或是空的），请补全后重试。`)
  const end = await endOf(path, 64 * 1024)
  return [basename(path), info.size, createHash('sha256').update(end).digest('hex')]
}
