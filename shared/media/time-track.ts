import { writeFile } from 'node:fs/promises'
import type { Range } from './cut.ts'
import type { Reading } from './ffmpeg.ts'

/** A stretch of content with a phrase in it. */
export interface Marked extends Range {
  /** The phrase's own time, in content time like the range. */
  readonly mark: { readonly startMs: number; readonly endMs: number }
  /** Where the clock that is shown begins; 0 if left out. */
  readonly zeroMs?: number
}

const stepMs = 1000

/**
 * A text track of the content time, second by second, with the phrase marked: players show it like subtitles, and no picture
 * need be encoded for it. `file` is written, to be read as one more input; `atMs` is where the stretch begins on ffmpeg's own
 * clock.
 */
export async function timeTrack(clip: Marked, file: string, atMs: number): Promise<Reading> {
  await writeFile(file, toSrt(clip, atMs))
  const input = ['-format_whitelist', 'srt', '-f', 'srt']
  return { input, source: file, outputs: () => [] }
}

/** Output options that take the text track along from input number `nth`. */
export function withText(nth: number): string[] {
  return ['-map', `${nth}:s:0`, '-c:s', 'mov_text', '-disposition:s:0', 'default']
}

function toSrt({ fromMs, toMs, mark, zeroMs = 0 }: Marked, atMs: number): string {
  const firstMs = Math.floor((fromMs - zeroMs) / stepMs) * stepMs + zeroMs
  const count = Math.ceil((toMs - firstMs) / stepMs)
  return Array.from({ length: count }, (_, i) => {
    const ms = firstMs + i * stepMs
    const [start, end] = [Math.max(fromMs, ms), Math.min(toMs, ms + stepMs)]
    const said = mark.startMs < end && mark.endMs > start
    const onClock = (it: number) => stamp(it - fromMs + atMs)
    const text = `${stamp(Math.max(0, ms - zeroMs)).slice(0, 8)}${said ? '  线索' : ''}`
    return `${i + 1}\n${onClock(start)} --> ${onClock(end)}\n${text}\n`
  }).join('\n')
}

/** Hours, minutes, seconds and milliseconds as SRT writes them. */
function stamp(ms: number): string {
  const whole = Math.round(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60]
  const rest = `${two(Math.floor(whole / 1000) % 60)},${String(whole % 1000).padStart(3, '0')}`
  return `${two(hours)}:${two(minutes)}:${rest}`
}
