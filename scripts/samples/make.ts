// Makes the shipped samples anew: node --import tsx scripts/samples/make.ts [folder]
// Needs espeak-ng, ffmpeg, Chromium and a Chinese font (scripts/bootstrap.sh --for samples). The result is committed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seafood } from './seafood.ts'
import { seaweed } from './seaweed.ts'
import { placeComments, toDanmakuXml, toSrt, toTruth } from './sidecars.ts'
import { sampleRate, speak } from './speech.ts'
import { makeUnheard, unheard } from './unheard.ts'
import { film } from './video.ts'

const folder = process.argv[2] ?? join(import.meta.dirname, '../../samples')
await mkdir(folder, { recursive: true })
const recordings = []
for (const show of [seafood, seaweed]) {
  const speech = speak(show)
  const sent = placeComments(show, speech.times)
  const clock = show.startedAt.slice(0, 19).replace('T', '_').replaceAll(':', '-')
  const name = `${show.room}_${clock}`
  await writeFile(join(folder, `${name}.srt`), toSrt(show, speech.times))
  await writeFile(join(folder, `${name}.xml`), toDanmakuXml(show, sent))
  const scratch = await mkdtemp(join(tmpdir(), 'lvbo-sample-'))
  try {
    await film(show, speech, scratch, join(folder, `${name}.mp4`))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  const durationMs = Math.round((speech.samples.length * 1000) / sampleRate)
  recordings.push({ file: `${name}.mp4`, durationMs, ...toTruth(show, speech.times, sent) })
  console.log(name)
}
makeUnheard(folder)
console.log(unheard)
await writeFile(join(folder, 'truth.json'), `${JSON.stringify({ recordings }, null, 2)}\n`)
