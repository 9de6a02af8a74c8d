import { execFile } from 'node:child_process'
import { access, mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeTalk } from './talk.ts'
import { danmakuXml } from './xml.ts'

const run = promisify(execFile)
const ffmpeg = (...args: readonly string[]) =>
  run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args])

/** Characters a host says in a second. */
const pace = 4.5

export interface Recording {
  readonly path: string
  readonly flvPath: string
  readonly seconds: number
  readonly sentences: number
  readonly comments: number
}

/**
 * An hour of 720p at 25 pictures a second with captions and danmaku beside it. One minute of moving picture is encoded
 * and repeated, the sound is the sample broadcast's speech over and over. Kept in the temp folder for the next run.
 */
export async function hourOf720p(samples: string): Promise<Recording> {
  const seconds = 3600
  const comments = 20_000
  const dir = join(tmpdir(), 'lvbo-bench-media')
  const stem = join(dir, '海边小铺_2026-03-11_19-09-52')
  const made = { path: `${stem}.mp4`, flvPath: join(dir, 'flv', 'hour.flv'), seconds, comments }
  await mkdir(join(dir, 'flv'), { recursive: true })
  const talk = makeTalk(Math.round(seconds * pace))
  if (!(await exists(made.flvPath))) {
    const speech = (await readdir(samples)).find((name) => name.endsWith('.mp4')) ?? ''
    const minute = join(dir, 'minute.mkv')
    const picture = `testsrc2=s=720x1280:r=25:d=60,noise=alls=12:allf=t,format=yuv420p`
    const encode = '-c:v libx264 -preset veryfast -b:v 1200k -maxrate 1500k -bufsize 3000k'
    const still = '-g 50 -bf 0 -x264-params scenecut=0'
    await ffmpeg('-f', 'lavfi', '-i', picture, ...encode.split(' '), ...still.split(' '), minute)
    const loops = ['-stream_loop', String(seconds / 60 - 1), '-i', minute]
    const sound = ['-stream_loop', '-1', '-i', join(samples, speech)]
    const keep = ['-map', '0:v', '-map', '1:a', '-t', String(seconds), '-c:v', 'copy']
    const part = join(dir, 'part.mp4')
    await ffmpeg(...loops, ...sound, ...keep, '-c:a', 'aac', '-b:a', '64k', part)
    await rename(part, made.path)
    const flv = join(dir, 'part.flv')
    await ffmpeg('-i', made.path, '-c', 'copy', flv)
    await rename(flv, made.flvPath)
  }
  await writeFile(`${stem}.srt`, toSrt(talk, seconds))
  await writeFile(`${stem}.xml`, [...danmakuXml(comments, seconds * 1000)].join(''))
  return { ...made, sentences: talk.length }
}

function toSrt(talk: readonly string[], seconds: number): string {
  const time = (ms: number) => new Date(ms).toISOString().slice(11, 23).replace('.', ',')
  const each = (seconds * 1000) / talk.length
  return talk
    .map((text, i) => `${i + 1}\n${time(i * each)} --> ${time((i + 0.9) * each)}\n${text}\n`)
    .join('\n')
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
