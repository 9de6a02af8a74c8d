import { extname } from 'node:path'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { type Opened, openRecording } from './open.ts'
import { readFlv } from './read/flv.ts'
import { readMkv, readMp4, readOther, readTs } from './read/probed.ts'
import { type Reading, toMediaInfo } from './read/reading.ts'
import { refuse } from './refusal.ts'

/**
 * Finds out what is in a recording by reading every packet once, decoding nothing. As far as it is readable it is
 * described, with its faults; if nothing is, throws AppError 'invalid' with one sentence (see `refusalKind`).
 */
export async function inspectMedia(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<MediaInfo> {
  const opened = await openRecording(path)
  const info = toMediaInfo(await readOpened(opened, signal), opened)
  if (info.pieces.length === 0 || info.durationMs <= 0 || (!info.video && !info.audio)) {
    throw refuse('not-media', '文件里没有可以分析的画面或声音。')
  }
  if (!suffixFits(path, info.container)) {
    const detail = `文件名后缀与内容不符：内容是 ${info.container.toUpperCase()}。`
    info.faults.push({ kind: 'wrong-suffix', detail })
  }
  return info
}

/** Every packet within the bytes that were there when it was opened. */
export function readOpened(opened: Opened, signal?: AbortSignal): Promise<Reading> {
  switch (opened.kind) {
    case 'flv':
      return readFlv(opened, signal)
    case 'ts':
      return readTs(opened, signal)
    case 'mp4':
      return readMp4(opened, signal)
    case 'mkv':
      return readMkv(opened, signal)
    case 'other':
      return readOther(opened, signal)
  }
}

const suffixes: Readonly<Record<string, readonly string[]>> = {
  '.flv': ['flv'],
  '.ts': ['ts'],
  '.m2ts': ['ts'],
  '.mts': ['ts'],
  '.mp4': ['mp4', 'fmp4', 'm4a'],
  '.m4a': ['m4a', 'mp4', 'fmp4'],
  '.m4s': ['fmp4'],
  '.mkv': ['mkv'],
  '.webm': ['mkv'],
  '.m3u8': ['hls'],
}

function suffixFits(path: string, container: string): boolean {
  return suffixes[extname(path).toLowerCase()]?.includes(container) ?? true
}
