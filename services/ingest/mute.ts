import type { Gap } from '#shared/domain/coverage.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { silences } from '#shared/media/silence.ts'

/** A presenter who says nothing is not silent for so long: an open microphone never is. */
const leastMs = 10_000
/** At an end of a file it may have begun in the file before, or go on in the next one. */
const leastAtEndMs = 2000
const endMs = 500

/** Where nothing can be heard in the sound that is there: muted, or not to be decoded. */
export async function muteStretches(
  path: string,
  info: MediaInfo,
  signal: AbortSignal,
): Promise<Gap[]> {
  const lastMs = info.audio?.endMs ?? 0
  try {
    return (await silences(path, { info, signal }))
      .filter(({ fromMs, toMs }) => {
        const atEnd = fromMs <= endMs || toMs >= lastMs - endMs
        return toMs - fromMs >= (atEnd ? leastAtEndMs : leastMs)
      })
      .map((it) => ({ ...it, gap: '静音' }))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    return [{ fromMs: 0, toMs: lastMs, gap: '声音无法解码' }]
  }
}
