import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { detectStage } from '../../services/detect/stage.ts'
import { evidenceStage } from '../../services/evidence/stage.ts'
import { openHouse } from '../../services/house.ts'
import { ingestStage } from '../../services/ingest/stage.ts'
import { registerRecording } from '../../services/intake/register.ts'
import { reportStage } from '../../services/report/stage.ts'
import { readScreens } from '../../services/screen/read.ts'
import { transcribeStage } from '../../services/transcribe/stage.ts'
import { findSpeech } from '../../shared/asr/local/speech.ts'
import { sha256File } from '../../shared/blob/hash.ts'
import { loadConfig } from '../../shared/config/env.ts'
import { summariseDanmaku } from '../../shared/danmaku/read.ts'
import { dayOf } from '../../shared/domain/calendar.ts'
import { policyFile, policyOn } from '../../shared/domain/policy.ts'
import { ScreenPolicy } from '../../shared/domain/screen-policy.ts'
import { silentLog } from '../../shared/log.ts'
import { extractAudio } from '../../shared/media/audio.ts'
import { ffmpegFeatures } from '../../shared/media/features.ts'
import { inspectMedia } from '../../shared/media/inspect.ts'
import { openTesseract } from '../../shared/ocr/tesseract.ts'
import { loadPolicy } from '../../shared/policy/load.ts'
import { residentMb, type Spent, spent } from './cpu.ts'
import { hourOf720p, type Recording } from './recording.ts'
import { type Cell, printTable } from './table.ts'

const samples = fileURLToPath(new URL('../../samples', import.meta.url))
/** Clips cut and measured; the rest of the flags would cost the same each. */
const clips = 6
const run = promisify(execFile)

/** An hour of 720p through everything but speech recognition, stage by stage, beside plain ffmpeg on the same file. */
export async function benchMedia(): Promise<void> {
  const recording = await hourOf720p(samples)
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-bench-'))
  try {
    await ffmpegFeatures()
    const stages = await throughTheHouse(recording, dir)
    const parts = await partsOf(recording, dir)
    const plain = await plainFfmpeg(recording, dir)
    const head = ['CPU seconds per hour of recording', 'node', 'children', 'sum', 'wall', 'what']
    printTable(
      `One hour of 720p (${recording.sentences} sentences, ${recording.comments.toLocaleString('en')} comments), as the pipeline runs it`,
      head,
      stages,
    )
    printTable('Parts of the stages above, and sound for a recogniser', head, parts)
    printTable('Plain ffmpeg on the same file', head, plain)
  } finally {
    await rm(dir, { recursive: true })
  }
}

async function throughTheHouse({ path }: Recording, dir: string): Promise<Cell[][]> {
  const now = new Date('2026-03-12T08:00:00+08:00')
  const { signal } = new AbortController()
  const config = loadConfig({ DATABASE_URL: `pglite:${dir}/db`, DATA_DIR: dir })
  const opened = await spent(async () => {
    const house = await openHouse(config, { log: silentLog, now: () => now })
    await house.deps.shelf.latest()
    return house
  })
  const { deps, close } = opened.value
  const rows = [row('open: database, lexicon', opened, 'once per process')]
  deps.tokenizer('先')
  const registered = await spent(() =>
    registerRecording(deps.db, path, { region: 'zhoushan' }, now, signal),
  )
  rows.push(row('register', registered, 'SHA-256, one row'))
  const recordingId = registered.value.recording.id
  for (const stage of [ingestStage, transcribeStage, detectStage])
    rows.push(row(stage.job.name, await spent(() => stage.run({ recordingId }, deps, signal))))
  const flags = await evidenceStage.pending(deps, 1000)
  const cut = flags.slice(0, clips)
  const cutting = await spent(async () => {
    for (const flag of cut) await evidenceStage.run(flag, deps, signal)
  })
  const share = scaled(cutting, flags.length / cut.length)
  const each = ((cutting.own + cutting.children) / cut.length).toFixed(1)
  const sum = `${flags.length} clips, from ${cut.length} cut: ${each} s a clip`
  rows.push(row('evidence', share, sum))
  const day = dayOf(Date.parse('2026-03-11T19:09:52+08:00'))
  const counting = await spent(() =>
    reportStage.run({ period: 'day', day, region: 'zhoushan' }, deps, signal),
  )
  rows.push(row('report', counting))
  rows.push(total(rows), [`memory of the process: ${residentMb().toFixed(0)} MB`])
  await close()
  return rows
}

async function partsOf({ path, flvPath }: Recording, dir: string): Promise<Cell[][]> {
  const wav = join(dir, 'audio.wav')
  const sound = () => extractAudio(path, wav)
  const speech = () => findSpeech(wav, new AbortController().signal)
  return [
    row('SHA-256', await spent(() => sha256File(path))),
    row('inspect MP4', await spent(() => inspectMedia(path)), 'every packet'),
    row('inspect the same as FLV', await spent(() => inspectMedia(flvPath)), 'every packet'),
    row('read danmaku', await spent(() => summariseDanmaku(path.replace('.mp4', '.xml')))),
    row('extract audio', await spent(sound), 'inspect, then 16 kHz mono WAV'),
    row('find speech', await spent(speech), 'Silero; its process counts in the wall time only'),
    ...(await screenRow(path)),
  ]
}

/** Looked at by the policy in force; nothing where no engine is installed. */
async function screenRow(path: string): Promise<Cell[][]> {
  const reader = await openTesseract()
  if (!reader) return []
  const file = fileURLToPath(new URL('../../policies/screen.yaml', import.meta.url))
  const { versions } = await loadPolicy(file, policyFile(ScreenPolicy))
  const policy = policyOn(versions, Date.now())
  const info = await inspectMedia(path)
  const read = await spent(() => readScreens(path, info, { reader, policy }))
  const { looks, textReads, codeReads } = read.value
  return [row('read the picture', read, `${looks} looks, ${textReads} text, ${codeReads} codes`)]
}

async function plainFfmpeg({ path }: Recording, dir: string): Promise<Cell[][]> {
  const ffmpeg = (...args: string[]) =>
    spent(() => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]))
  const minutes = 10
  const decode = await ffmpeg('-t', String(minutes * 60), '-i', path, '-f', 'null', '-')
  const packets = ['-v', 'error', '-show_packets', '-of', 'compact', path]
  const list = { maxBuffer: 2 ** 30 }
  const clip = ['-ss', '1800', '-t', '25', '-i', path]
  const small = '-vf fps=12.5,scale=-2:640 -c:v libx264 -preset ultrafast -crf 28 -c:a aac -b:a 64k'
  const wav = ['-ar', '16000', '-ac', '1', join(dir, 'plain.wav')]
  const copied = await ffmpeg(...clip, '-c', 'copy', join(dir, 'copy.mp4'))
  const preview = await ffmpeg(...clip, ...small.split(' '), join(dir, 'small.mp4'))
  return [
    row(
      'decode everything',
      scaled(decode, 60 / minutes),
      `first ${minutes} minutes × ${60 / minutes}`,
    ),
    row('ffprobe -show_packets', await spent(() => run('ffprobe', packets, list))),
    row('sound to 16 kHz mono WAV', await ffmpeg('-i', path, '-vn', ...wav)),
    row('one clip of 25 s, -c copy', copied, 'a clip'),
    row('one small preview of 25 s', preview, 'a clip'),
  ]
}

function row(name: string, { own, children, wall }: Spent, what = ''): Cell[] {
  return [name, own, children, own + children, wall, what]
}

function scaled({ own, children, wall }: Spent, times: number): Spent {
  return { own: own * times, children: children * times, wall: wall * times }
}

function total(rows: readonly Cell[][]): Cell[] {
  const sum = (column: number) =>
    rows.slice(1).reduce((all, cells) => all + Number(cells[column]), 0)
  return ['all but opening', sum(1), sum(2), sum(3), sum(4), '']
}
