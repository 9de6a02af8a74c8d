import { realpath } from 'node:fs/promises'
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path'
import { hearIntake } from '#shared/db/intake.ts'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { kindOf } from '../names.ts'
import type { IntakeDeps } from '../stage.ts'
import { readBililiveRecorder, readBlrec } from './bilibili.ts'
import { type Hint, type ReadHook, readDelivery } from './hint.ts'
import { readMediaMtx, readSrs, readZlMediaKit } from './media-servers.ts'
import { readDouyinLiveRecorder, readGeneric, readPaths, readRustSrec } from './scripts.ts'

/** Who may call, by the name in the address, and how its deliveries are read. */
export const hooks: ReadonlyMap<string, ReadHook> = new Map([
  ['bililive-recorder', readBililiveRecorder],
  ['blrec', readBlrec],
  ['biliup', readPaths],
  ['douyin-live-recorder', readDouyinLiveRecorder],
  ['streamcap', readDouyinLiveRecorder],
  ['bililive-go', readPaths],
  ['stream-rec', readPaths],
  ['rust-srec', readRustSrec],
  ['srs', readSrs],
  ['zlmediakit', readZlMediaKit],
  ['mediamtx', readMediaMtx],
  ['generic', readGeneric],
])

export interface Heard {
  /** Files the delivery was about. */
  readonly files: number
  /** Of those, files outside the intake folder or not of our kinds. */
  readonly ignored: number
}

/**
 * Takes one delivery of a recorder: its words are written beside the files it names, nothing else happens. Paths that do
 * not lead into the intake folder after mapping are ignored.
 */
export async function hearHook(
  deps: Pick<IntakeDeps, 'db' | 'now' | 'region' | 'intakePolicy' | 'intakeDir'>,
  recorder: string,
  body: string,
  type: string,
): Promise<Heard> {
  const hints = hooks.get(recorder)?.(readDelivery(body, type)) ?? []
  const root = deps.intakeDir && (await realpath(deps.intakeDir).catch(() => ''))
  let ignored = 0
  for (const hint of hints) {
    const below = root && placeBelow(hint.path, recorder, deps.intakeDir, deps.intakePolicy.hooks)
    const kind = below ? kindOf(basename(below), deps.intakePolicy.files) : null
    if (!below || !kind) ignored += 1
    else await hear(deps, join(root, below), kind, hint)
  }
  return { files: hints.length, ignored }
}

async function hear(
  { db, now, region, intakePolicy }: Pick<IntakeDeps, 'db' | 'now' | 'region' | 'intakePolicy'>,
  path: string,
  kind: 'recording' | 'companion',
  { closed, at, facts }: Hint,
) {
  const told = Object.entries(facts).map(([key, value]) => [key, { value, at }])
  const said = { path, folder: dirname(path), kind, region, closed }
  const closedMs = intakePolicy.sweep.closedSeconds * 1000
  await hearIntake(db, { ...said, hearsay: Object.fromEntries(told) }, closedMs, now())
}

/**
 * Where below the intake folder a recorder's path is, by the policy's maps, the longest prefix first; a relative path is
 * relative to the folder, an absolute one must lie in it. Null for every way out.
 */
export function placeBelow(
  path: string,
  recorder: string,
  intakeDir: string,
  { paths }: Pick<IntakePolicy['hooks'], 'paths'>,
): string | null {
  const windows = /^[a-z]:[\\/]/i.test(path) || (path.includes('\\') && !path.includes('/'))
  const plain = posix.normalize(windows ? path.replaceAll('\\', '/') : path)
  const maps = paths
    .filter((map) => map.recorder === '*' || map.recorder === recorder)
    .toSorted((a, b) => b.from.length - a.from.length)
  for (const { from, to } of maps) {
    const rest = after(plain, posix.normalize(from.replaceAll('\\', '/')))
    if (rest !== null) return inside(posix.join(to, rest))
  }
  if (/^[a-z]:\//i.test(plain)) return null
  if (!plain.startsWith('/')) return inside(plain)
  return inside(relative(resolve(intakeDir), plain).replaceAll(sep, '/'))
}

function after(path: string, prefix: string): string | null {
  const whole = prefix.endsWith('/') ? prefix : `${prefix}/`
  if (prefix === '.' || prefix === './') return path.startsWith('/') ? null : path
  return path.startsWith(whole) ? path.slice(whole.length) : null
}

function inside(path: string): string | null {
  const plain = posix.normalize(path)
  const out = plain === '.' || plain === '..' || plain.startsWith('../') || plain.startsWith('/')
  return out ? null : plain
}
