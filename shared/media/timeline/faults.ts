import type { Fault } from '#shared/domain/recording.ts'
import type { Run } from './collect.ts'
import type { Laid, Span } from './layout.ts'

const lateMs = 500
const earlyMs = 2000
const maxHolesTold = 100

/** How the file's clock goes over from one run to the next. `atMs` is on the content clock. */
export function seamFault(before: Run, after: Run, atMs: number): Fault {
  const leapMs = Math.round(after.minDts - before.maxDts)
  const at = Math.round(atMs)
  return leapMs > 0
    ? {
        kind: 'timestamp-jump',
        atMs: at,
        leapMs,
        detail: `时间戳在 ${clock(at)} 处向前跳了 ${seconds(leapMs)} 秒，画面和声音按先后顺序接续分析。`,
      }
    : {
        kind: 'timestamp-restart',
        atMs: at,
        detail: `时间戳在 ${clock(at)} 处倒退到 ${seconds(after.minDts)} 秒，按重新开流接续分析。`,
      }
}

/** Sick clocks and holes inside one run. */
export function trackFaults({ run, stretches, at }: Laid): Fault[] {
  const faults: Fault[] = []
  for (const [i, stretch] of stretches.entries()) {
    if (stretch.rate === 1) continue
    const atMs = Math.round(at(stretch.fileMs))
    const endMs = at(stretches[i + 1]?.fileMs ?? run.maxDts)
    const kind = stretch.rate > 1 ? 'slow-clock' : 'fast-clock'
    const times = (stretch.rate > 1 ? stretch.rate : 1 / stretch.rate).toFixed(2)
    const detail = `从 ${clock(atMs)} 起时间戳走得太${kind === 'slow-clock' ? '慢' : '快'}（约 ${times} 倍），时间改按声音样本数计算。`
    faults.push({ kind, atMs, lengthMs: Math.round(endMs - atMs), detail })
  }
  for (const [kind, track, noun] of [
    ['sound-gap', run.audio, '声音'],
    ['picture-gap', run.video, '画面'],
  ] as const) {
    for (const hole of track?.holes.slice(0, maxHolesTold) ?? []) {
      const atMs = Math.round(at(hole.atDts))
      const lengthMs = Math.round(hole.lengthMs)
      const detail = `${clock(atMs)} 处缺少 ${seconds(lengthMs)} 秒${noun}。`
      faults.push({ kind, atMs, lengthMs, detail })
    }
  }
  return faults
}

/** Tracks that are missing, or begin or end apart from each other. */
export function spanFaults(video: Span | null, audio: Span | null): Fault[] {
  if (!audio) return [{ kind: 'no-audio', detail: '没有声音，只能分析画面和弹幕。' }]
  if (!video) return [{ kind: 'no-video', detail: '没有画面，只能分析声音和弹幕。' }]
  const faults: Fault[] = []
  const late = Math.round(audio.startMs - video.startMs)
  if (Math.abs(late) > lateMs) {
    const kind = late > 0 ? 'late-sound' : 'late-picture'
    const noun = late > 0 ? '声音比画面' : '画面比声音'
    const lengthMs = Math.abs(late)
    faults.push({ kind, atMs: 0, lengthMs, detail: `${noun}晚 ${seconds(lengthMs)} 秒开始。` })
  }
  const early = Math.round(video.endMs - audio.endMs)
  if (Math.abs(early) > earlyMs) {
    const kind = early > 0 ? 'sound-ends-early' : 'picture-ends-early'
    const atMs = Math.round(Math.min(video.endMs, audio.endMs))
    const noun = early > 0 ? '声音' : '画面'
    const detail = `${noun}在 ${clock(atMs)} 就结束了，比另一路早 ${seconds(Math.abs(early))} 秒。`
    faults.push({ kind, atMs, lengthMs: Math.abs(early), detail })
  }
  return faults
}

/** Content time as people read it: h:mm:ss.s */
export function clock(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100))
  const parts = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, (tenths / 10) % 60]
  const [hours = 0, minutes = 0, rest = 0] = parts
  return `${hours}:${String(minutes).padStart(2, '0')}:${rest.toFixed(1).padStart(4, '0')}`
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1)
}
