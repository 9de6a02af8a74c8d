/** What a recorder wrote into a file's name. Times are Asia/Shanghai unless they are epoch milliseconds. */
export interface NamedRecording {
  readonly room: string | null
  readonly platformId: string | null
  readonly startedAtMs: number | null
  readonly title: string
}

/** Groups: `id` account or room number, `name`, `title`, and a time as `date`+`time` (digits in any dress) or `epoch`. */
const patterns: readonly RegExp[] = [
  // BililiveRecorder: 录制-95708679-20260311-190952-412-清仓 3号链接
  /^录制-(?<id>\d+)-(?<date>\d{8})-(?<time>\d{6})-(?<milli>\d{3})-(?<title>.*)$/,
  // blrec: blive_95708679_2026-03-11-190952
  /^blive_(?<id>\d+)_(?<date>\d{4}-\d\d-\d\d)-(?<time>\d{6})/,
  // dycast: [95708679]2026-03-11_190952(160)
  /^\[(?<id>\d+)\](?<date>\d{4}-\d\d-\d\d)_(?<time>\d{6})/,
  // biliLive-tools: [2026-03-11 19-09-52][主播][标题]
  /^\[(?<date>\d{4}-\d\d-\d\d) (?<time>\d\d-\d\d-\d\d)\]\[(?<name>[^\]]+)\]\[(?<title>[^\]]*)\]/,
  // biliup: 主播2026-03-11T19_09_52
  /^(?<name>.+?)(?<date>\d{4}-\d\d-\d\d)T(?<time>\d\d_\d\d_\d\d)/,
  // DouyinLiveRecorder, StreamCap: 主播_标题_2026-03-11_19-09-52_000
  /^(?<name>[^_]+)_(?:(?<title>.+)_)?(?<date>\d{4}-\d\d-\d\d)_(?<time>\d\d-\d\d-\d\d)/,
  // MediaMTX, OBS: 2026-03-11_19-09-52, 2026-03-11 19-09-52
  /(?<date>\d{4}-\d\d-\d\d)[ _T](?<time>\d\d[-:]\d\d[-:]\d\d)/,
  // SRS: stream.1773227392000
  /^(?<name>.+)\.(?<epoch>1\d{12})$/,
  // 20260311_190952
  /(?<date>20\d{6})[_-](?<time>\d{6})/,
]

/** Reads a recorder's file name (without folder and suffix). Unknown patterns give nulls, never a guess. */
export function readFileName(stem: string): NamedRecording {
  for (const pattern of patterns) {
    const groups = pattern.exec(stem)?.groups
    if (!groups) continue
    const startedAtMs = groups.epoch ? Number(groups.epoch) : timeOf(groups)
    if (startedAtMs === null) continue
    return {
      room: groups.name?.trim() || null,
      platformId: groups.id ?? null,
      startedAtMs,
      title: groups.title?.trim() ?? '',
    }
  }
  return { room: null, platformId: null, startedAtMs: null, title: '' }
}

function timeOf(groups: Record<string, string | undefined>): number | null {
  const digits = `${groups.date}${groups.time}`.replaceAll(/\D/g, '')
  const iso = digits.replace(
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/,
    `$1-$2-$3T$4:$5:$6.${groups.milli ?? '000'}+08:00`,
  )
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? null : ms
}
