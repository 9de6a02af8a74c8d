import { childOutput } from '#shared/media/child.ts'
import type { GreyFrame } from '#shared/media/frames.ts'
import { onPicture, pageOf } from './page.ts'
import type { ScreenReader } from './read-screen.ts'
import { textAreas } from './text-areas.ts'
import { linesOf } from './tsv.ts'

const language = 'chi_sim'
const timeLimitMs = 60_000
/** On one processor, and behind everything that somebody waits for: what is said comes before what is written. */
const quietly = ['OMP_THREAD_LIMIT=1', 'nice', '-n', '10']

let known: Promise<string | null> | undefined

/** The version of the tesseract on this machine, null when it or its Chinese model is not there; asked once per process. */
export function tesseractVersion(program = 'tesseract'): Promise<string | null> {
  known ??= ask(program)
  return known
}

async function ask(program: string): Promise<string | null> {
  const lines = async (...args: string[]) =>
    childOutput(program, args, { timeLimitMs: 10_000 }).catch(() => [])
  const [version] = await lines('--version')
  const found = /tesseract\s+v?(\S+)/.exec(version ?? '')?.[1]
  const languages = await lines('--list-langs')
  return found && languages.some((line) => line.trim() === language) ? found : null
}

/**
 * Reads with tesseract and its simplified Chinese model, one child without a shell for each picture, on one processor,
 * a minute at most. Null when it is not installed.
 */
export async function openTesseract(program = 'tesseract'): Promise<ScreenReader | null> {
  const version = await tesseractVersion(program)
  if (version === null) return null
  return {
    engine: `tesseract ${version} ${language}`,
    async readScreen(picture, { areas = textAreas(picture), signal } = {}) {
      if (areas.length === 0) return []
      const page = pageOf(picture, areas)
      const read = ['stdin', 'stdout', '-l', language, '--psm', '6', '--dpi', '150', 'tsv']
      const options = { signal, timeLimitMs, stdin: pgm(page) }
      const rows = await childOutput('env', [...quietly, program, ...read], options)
      return linesOf(rows).flatMap((line) => {
        const box = onPicture(page, line.box)
        return box ? [{ ...line, box }] : []
      })
    },
  }
}

/** The picture as a binary PGM file (Netpbm P5). */
async function* pgm({ width, height, data }: GreyFrame): AsyncGenerator<Buffer> {
  yield Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1')
  yield Buffer.from(data.buffer, data.byteOffset, data.length)
}
