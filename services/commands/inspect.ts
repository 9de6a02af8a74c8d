import type { Command } from 'commander'
import { readCaptions } from '#shared/asr/sidecar.ts'
import { summariseDanmaku } from '#shared/danmaku/read.ts'
import { AppError } from '#shared/errors.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { type Io, show } from './context.ts'
import { clock } from './words.ts'

/** `inspect`: what the house understands of a media, danmaku or caption file, without analysing it. */
export function inspectCommand(command: Command, io: Io): void {
  command
    .option('--json', '输出 JSON / print JSON')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const found = await understand(file, io.signal)
      show(io, json, found, () => describe(found))
    })
}

export type Understood = Awaited<ReturnType<typeof understand>>

/**
 * Tries the readers in turn: comments, captions, then packets. Throws `invalid` with the media reader's sentence when
 * the file is none of them.
 */
export async function understand(path: string, signal: AbortSignal) {
  const danmaku = await orNull(summariseDanmaku(path, { signal }))
  if (danmaku && danmaku.chat > 0) return { kind: 'danmaku' as const, path, ...danmaku }
  const captions = await orNull(readCaptions(path))
  if (captions && captions.sentences.length > 0)
    return { kind: 'captions' as const, path, ...captions }
  if (danmaku) return { kind: 'danmaku' as const, path, ...danmaku }
  return { kind: 'media' as const, path, ...(await inspectMedia(path, { signal })) }
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null
    throw error
  }
}

function describe(found: Understood): string {
  if (found.kind === 'danmaku')
    return `弹幕文件(${found.dialect}):聊天 ${found.chat} 条,读错 ${found.errors} 处。`
  if (found.kind === 'captions') return `字幕文件(${found.engine}):${found.sentences.length} 句。`
  const { video, audio, durationMs, container, faults } = found
  return [
    `录像(${container}),内容 ${clock(durationMs)}。`,
    video
      ? `画面 ${video.codec} ${video.width}×${video.height} ${video.fps} 帧/秒。`
      : '没有画面。',
    audio ? `声音 ${audio.codec} ${audio.sampleRate} Hz。` : '没有声音。',
    ...faults.map(({ detail }) => `注意:${detail}`),
  ].join('\n')
}
