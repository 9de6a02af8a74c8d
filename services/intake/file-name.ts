import type { Facts, Recorder } from '#shared/domain/recorder.ts'

/** A name longer than any file system allows is not matched at all. */
const maxChars = 255

/** Drops what a recorder hangs behind a file it still writes: `x.flv.part` is `x.flv`. */
export const finishedName = (name: string) =>
  name.replace(/(?:\.(?:part|tmp|temp|download|crdownload|aria2|ytdl|!qb))+$/i, '')

/** Reads a file name (without folder and suffix) by the recorders' patterns. Unknown ones say nothing, never a guess. */
export function readFileName(recorders: readonly Recorder[], stem: string): Facts {
  if (stem.length > maxChars) return {}
  for (const { platform, names } of recorders)
    for (const { pattern } of names) {
      const found = pattern.exec(stem)?.groups
      if (!found) continue
      const startedAt = found.epoch ? Number(found.epoch) : timeOf(found)
      if (startedAt === null) continue
      const [name, title] = [found.name?.trim(), found.title?.trim()]
      return {
        // The platform is told by the recorder only together with a number of its own.
        ...(platform && found.id && { platform }),
        ...(found.id && { platformId: found.id }),
        ...(name && { name }),
        ...(title && { title }),
        startedAt: new Date(startedAt).toISOString(),
      }
    }
  return {}
}

/** Epoch ms of `date` and `time` in any dress, in China's time; null when they are no date. */
function timeOf(found: Record<string, string | undefined>): number | null {
  const digits = `${found.date}${found.time}`.replaceAll(/\D/g, '')
  const iso = digits.replace(
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/,
    `$1-$2-$3T$4:$5:$6.${found.milli ?? '000'}+08:00`,
  )
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? null : ms
}
