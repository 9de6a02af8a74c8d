import { type Cue, clockMs, plain } from './cue.ts'

const clock = String.raw`\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?`
/** A line of 飞书妙记 or 通义听悟 that names who speaks and when; the words stand below it. */
const header = new RegExp(`^\\s*([^\\d:\\n][^:\\n]{0,30}?)\\s+\\(?(${clock})\\)?\\s*$`)
/** A line of words behind its time, or behind a time and the next. */
const line = new RegExp(
  `^\\s*(${clock})(?:\\s*[-–—~]{1,2}\\s*(${clock}))?[\\s:\\uff1a]+(\\S.{0,4000})$`,
)
/** Whisper's own table, in milliseconds. */
const table = /^start[\t,]end[\t,]text\s*$/

/** Transcripts that are only text with times in it; undefined for any other text. */
export function readTranscript(text: string): Cue[] | undefined {
  const lines = text.slice(0, 20_000_000).split(/\r\n|\r|\n/)
  if (table.test(lines[0] ?? '')) return rows(lines.slice(1))
  const headers = lines.filter((one) => one.length < 80 && header.test(one)).length
  if (headers > 0) return spoken(lines)
  const cues = lines.flatMap((one) => {
    const [, from, to, said = ''] = one.length < 5000 ? (line.exec(one) ?? []) : []
    if (from === undefined) return []
    return [{ startMs: clockMs(from), endMs: to && clockMs(to), text: plain([said]) } as Cue]
  })
  const worded = lines.filter((one) => one.trim() !== '').length
  return cues.length >= Math.max(1, worded * 0.5) ? cues : undefined
}

/** What follows a header belongs to it, up to the next one. */
function spoken(lines: readonly string[]): Cue[] {
  const cues: { speaker: string; startMs: number | undefined; said: string[] }[] = []
  for (const one of lines) {
    const [, speaker, from] = one.length < 80 ? (header.exec(one) ?? []) : []
    if (speaker !== undefined && from !== undefined)
      cues.push({ speaker, startMs: clockMs(from), said: [] })
    else cues.at(-1)?.said.push(one)
  }
  return cues.map(({ speaker, startMs, said }, i) => ({
    speaker,
    startMs,
    // A speaker's words go on until the next one begins.
    endMs: cues[i + 1]?.startMs,
    text: plain(said),
  }))
}

function rows(lines: readonly string[]): Cue[] {
  return lines.flatMap((row) => {
    const [, from, to, said = ''] = /^(\d{1,10})[\t,](\d{1,10})[\t,](.{1,5000})$/.exec(row) ?? []
    if (from === undefined) return []
    const text = /^"(.*)"$/.exec(said)?.[1]?.replaceAll('""', '"') ?? said
    return [{ startMs: Number(from), endMs: Number(to), text: plain([text]) }]
  })
}
