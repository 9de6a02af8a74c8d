import { stat } from 'node:fs/promises'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { sniff } from './container/sniff.ts'
import { readFlv } from './read-flv.ts'
import { readMp4, readOther, readTs } from './read-probed.ts'
import { type Reading, toMediaInfo } from './reading.ts'
import { refuse } from './refusal.ts'
import { type Parts, readHead } from './source.ts'

const headBytes = 256 * 1024

/**
 * Finds out what is in a recording by reading every packet once, decoding nothing. As far as it is readable it is
 * described, with its faults; if nothing is, throws AppError 'invalid' with one sentence (see `refusalKind`).
 */
export async function inspectMedia(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<MediaInfo> {
  const info = toMediaInfo(await readMedia(path, signal))
  if (info.pieces.length === 0 || info.durationMs <= 0 || (!info.video && !info.audio)) {
    throw refuse('not-media', '文件里没有可以分析的画面或声音。')
  }
  return info
}

async function readMedia(path: string, signal?: AbortSignal): Promise<Reading> {
  const file = await stat(path).catch(() => null)
  if (!file?.isFile()) throw new AppError('not_found', `找不到文件：${path}`)
  const parts: Parts = [{ path, start: 0, end: file.size }]
  const { kind } = sniff(await readHead(parts, headBytes))
  switch (kind) {
    case 'flv':
      return readFlv(parts, signal)
    case 'ts':
      return readTs(parts, signal)
    case 'mp4':
      return readMp4(path, parts, signal)
    case 'mkv':
    case 'other':
      return readOther(path, parts, kind, signal)
    case 'hls':
      throw refuse('not-media', '播放列表')
    case 'empty':
      throw refuse('empty', '文件是空的（0 字节），请检查录制程序和磁盘空间。')
    case 'page':
      throw refuse(
        'not-media',
        '这是一个网页（可能是下载出错的提示页），不是录像，请重新获取文件。',
      )
    case 'text':
      throw refuse('not-media', '这是文本，不是录像，请检查选择的文件。')
    case 'blank':
      throw refuse('not-media', '文件内容全是零，录制程序可能只预留了空间而没有写入。')
    case 'unknown':
      throw refuse('not-media', '认不出这个文件的格式，可能已加密或不是录像。')
  }
}
