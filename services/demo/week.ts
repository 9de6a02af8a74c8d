import { copyFile, mkdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { addDays, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { runFfmpeg } from '#shared/media/ffmpeg.ts'

export interface DemoRecording {
  readonly path: string
  readonly danmaku?: string
  readonly captions?: string
  readonly room: string
  readonly startedAt: Date
}

/** Hour and minute the sample shows go on air. */
const onAirMs = (19 * 60 + 9) * 60_000

/** Has no captions: somebody must listen. */
const unheard = { file: '海岛姑娘穿搭_2026-03-11_20-15-00.mp4', room: '海岛姑娘穿搭' }

/**
 * The sample broadcasts as if they had been on air in the last days: yesterday's are the files as they are, the two
 * evenings before are the first one again in the containers other recorders write. One comes without captions.
 */
export async function demoWeek(
  samples: string,
  files: readonly { readonly file: string; readonly room: string }[],
  dir: string,
  now: Date,
): Promise<DemoRecording[]> {
  await mkdir(dir, { recursive: true })
  const today = dayOf(now.getTime())
  const evening = (daysAgo: number) => new Date(dayStartMs(addDays(today, -daysAgo)) + onAirMs)
  const beside = (file: string, suffix: string) =>
    join(samples, `${basename(file, extname(file))}${suffix}`)
  const recording = (path: string, { file, room }: (typeof files)[number], daysAgo: number) => ({
    path,
    room,
    danmaku: beside(file, '.xml'),
    captions: beside(file, '.srt'),
    startedAt: evening(daysAgo),
  })
  const [first] = files
  const out: DemoRecording[] = []
  if (first)
    for (const [daysAgo, suffix] of [
      [3, '.flv'],
      [2, '.ts'],
    ] as const) {
      const path = join(dir, `${first.room}-${daysAgo}${suffix}`)
      const source = join(samples, first.file)
      await runFfmpeg({ input: [], source, output: ['-c', 'copy'], target: path })
      out.push(recording(path, first, daysAgo))
    }
  for (const it of files) {
    const path = join(dir, basename(it.file))
    await copyFile(join(samples, it.file), path)
    out.push(recording(path, it, 1))
  }
  const path = join(dir, unheard.file)
  await copyFile(join(samples, unheard.file), path)
  out.push({ path, room: unheard.room, startedAt: evening(1) })
  return out
}
