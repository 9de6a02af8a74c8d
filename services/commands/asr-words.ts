import type { AsrMeter } from '#shared/db/asr-meter.ts'
import type { transcriptVersions } from '#shared/db/transcripts.ts'
import { shanghai, tableText } from './words.ts'

const hours = (ms: number) => (ms / 3_600_000).toFixed(2)
const ratio = (part: number, whole: number) => (whole > 0 ? (part / whole).toFixed(4) : '—')

/** What each engine was given to hear and what that took, a line each. */
export function meterTable(meters: readonly AsrMeter[]): string {
  if (meters.length === 0) return '还没有引擎转写过录像。'
  const rows = meters.map((meter) => [
    meter.engine,
    meter.engineVersion || '—',
    meter.since,
    String(meter.recordings),
    String(meter.pieces),
    String(meter.failures),
    hours(meter.audioMs),
    hours(meter.speechMs),
    ratio(meter.engineMs, meter.audioMs),
    meter.cpuMs > 0 ? ((3600 * meter.cpuMs) / Math.max(1, meter.audioMs)).toFixed(1) : '—',
  ])
  const head = ['引擎', '版本', '自', '录像', '片段', '失败', '音频小时', '其中说话']
  return tableText([[...head, '实时率', 'CPU 秒/小时'], ...rows])
}

type Version = Awaited<ReturnType<typeof transcriptVersions>>[number] & { readonly path: string }

/** The transcripts of recordings, first version first. */
export function versionTable(versions: readonly Version[]): string {
  if (versions.length === 0) return '还没有转写。'
  const rows = versions.map(({ path, version, engine, createdAt, sentenceCount, chars, meter }) => [
    path,
    String(version),
    engine,
    shanghai(createdAt),
    String(sentenceCount),
    String(chars),
    meter ? ratio(meter.engineMs, meter.audioMs) : '—',
    meter?.failedPieces ? `${meter.failedPieces} 段未听到` : '',
  ])
  return tableText([['录像', '版本', '引擎', '时间', '句', '字', '实时率', ''], ...rows])
}
