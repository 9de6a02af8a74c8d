import { open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { captionsBeside } from '#shared/asr/sidecar.ts'
import { danmakuBeside } from '#shared/danmaku/beside.ts'
import type { Goods } from '#shared/domain/channel.ts'
import type { Facts } from '#shared/domain/recorder.ts'
import { AppError } from '#shared/errors.ts'
import { readFolders, weigh } from './facts.ts'
import { finishedName, readFileName } from './file-name.ts'
import { recorders } from './recorders.ts'
import { readSidecar, wallClockCaptions } from './sidecar.ts'

export interface LookOptions {
  readonly danmaku?: string | undefined
  readonly captions?: string | undefined
  readonly room?: string | undefined
  readonly title?: string | undefined
  readonly goods?: Goods | undefined
  readonly startedAt?: Date | undefined
  /** The folder that takes in: the ones below it say which room. */
  readonly root?: string | undefined
  /** What a recorder's hook said; it only fills what nothing else says. */
  readonly hinted?: Facts | undefined
}

/** Enough for every head that carries facts, and for the end that says a file is closed. */
const headBytes = 64 * 1024

/**
 * What lies beside a recording, and what is said of it: by explicit options, sidecars, its name, its folders, a hook, in
 * that order. Throws `not_found` for a file that is not there.
 */
export async function lookAround(path: string, options: LookOptions) {
  const file = resolve(path)
  const info = await stat(file).catch(() => null)
  if (!info?.isFile()) throw new AppError('not_found', `没有录像文件 ${path},请检查路径。`)
  const folder = dirname(file)
  const names = await readdir(folder)
  const beside = (name: string | null) => (name === null ? null : join(folder, name))
  const whole = finishedName(basename(file))
  const clock = await timeFile(folder, captionsBeside(file, names))
  const captions = captionsBeside(file, clock ? names.filter((name) => name !== clock.name) : names)
  const sidecar = await readSidecars(folder, whole, new Set(names))
  const { facts, startedAtSource } = weigh({
    option: {
      ...(options.title !== undefined && options.title !== '' && { title: options.title }),
      ...(options.startedAt && { startedAt: options.startedAt.toISOString() }),
    },
    sidecar: { ...sidecar, ...(clock && { startedAt: clock.startedAt }) },
    'file-name': readFileName(
      await recorders(),
      whole.slice(0, whole.length - extname(whole).length),
    ),
    folder: options.root ? readFolders(foldersBelow(resolve(options.root), folder)) : {},
    hook: options.hinted ?? {},
  })
  return {
    path: file,
    bytes: info.size,
    danmakuPath: await given(options.danmaku, '弹幕', beside(danmakuBeside(whole, names))),
    captionsPath: await given(options.captions, '字幕', beside(captions)),
    title: options.title ?? facts.title ?? '',
    goods: options.goods ?? null,
    roomName: options.room ?? facts.name ?? null,
    platform: facts.platform ?? null,
    platformId: options.room === undefined ? (facts.platformId ?? null) : null,
    // Where nobody says anything the file's last change is left; `startedAtSource` says so wherever the time is shown.
    startedAt: facts.startedAt ? new Date(facts.startedAt) : info.mtime,
    startedAtSource: startedAtSource ?? 'file-time',
  }
}

/** What the sidecars of a recording say together, and whether one of them says that the recorder closed it. */
async function readSidecars(folder: string, whole: string, names: ReadonlySet<string>) {
  let facts: Facts = {}
  for (const { platform, sidecars } of await recorders())
    for (const rule of sidecars) {
      const name = sidecarName(rule.file, whole)
      if (!names.has(name)) continue
      const said = readSidecar(rule, await textOf(join(folder, name)))
      facts = { ...(platform && said.platformId && { platform }), ...said, ...facts }
    }
  return facts
}

/** Whether a recorder that writes its sidecar to the end has closed it, and with it the recording. */
export async function sidecarComplete(folder: string, whole: string, names: ReadonlySet<string>) {
  for (const { sidecars } of await recorders())
    for (const { file, complete } of sidecars) {
      const name = sidecarName(file, whole)
      if (!complete || !names.has(name)) continue
      if ((await textOf(join(folder, name), 'tail')).trimEnd().endsWith(complete)) return true
    }
  return false
}

/** Whether a sidecar itself has been written to its end, as the recorders that say so end it. */
export async function endsComplete(path: string): Promise<boolean> {
  const all = await recorders()
  const ends = all.flatMap(({ sidecars }) =>
    sidecars.flatMap(({ file, complete }) =>
      complete && path.endsWith(extname(file)) ? complete : [],
    ),
  )
  if (ends.length === 0) return false
  const tail = (await textOf(path, 'tail')).trimEnd()
  return ends.some((end) => tail.endsWith(end))
}

function sidecarName(file: string, whole: string): string {
  const stem = whole.slice(0, whole.length - extname(whole).length)
  return file.replace('{stem}', () => stem).replace('{file}', () => whole)
}

/** The head or the tail of a small text file; empty when it cannot be read. */
async function textOf(path: string, part: 'head' | 'tail' = 'head'): Promise<string> {
  const file = await open(path).catch(() => null)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const bytes = new Uint8Array(Math.min(size, part === 'head' ? headBytes : 64))
    const at = part === 'head' ? 0 : size - bytes.length
    const { bytesRead } = await file.read(bytes, 0, bytes.length, at)
    return new TextDecoder().decode(bytes.subarray(0, bytesRead))
  } catch {
    return ''
  } finally {
    await file.close()
  }
}

/** The caption file that is only a clock, with the instant it begins at. */
async function timeFile(folder: string, name: string | null) {
  if (name === null || extname(name).toLowerCase() !== '.srt') return null
  const ms = wallClockCaptions(await textOf(join(folder, name)))
  return ms === null ? null : { name, startedAt: new Date(ms).toISOString() }
}

function foldersBelow(root: string, folder: string): string[] {
  const below = relative(root, folder)
  return below === '' || below.startsWith('..') ? [] : below.split(sep)
}

async function given(option: string | undefined, what: string, found: string | null) {
  if (option === undefined) return found
  const file = resolve(option)
  const info = await stat(file).catch(() => null)
  if (!info?.isFile()) throw new AppError('not_found', `没有${what}文件 ${option},请检查路径。`)
  return file
}
