import type { FlagView } from '../queries.ts'

export interface ClipSource {
  readonly url: string
  readonly poster: string | undefined
  /** Recording time of the preview's first picture. */
  readonly fromMs: number
  /** Recording time of its last one, as near as the manifest tells. */
  readonly toMs: number
  readonly markStartMs: number
  readonly markEndMs: number
  readonly danmaku: readonly {
    readonly text: string
    readonly time: number
    readonly color: string
    readonly border: boolean
  }[]
  /** Shown at first: a stream of comments denser than eyes can follow would only hide the picture. */
  readonly danmakuOn: boolean
}

const maxPerSecond = 5
const maxLength = 60

/** Marks that turn the direction of text could make a comment lie over the controls. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The address of a clip's file, by its place in the manifest. */
function clipFile(clipId: string, index: number): string {
  return `/api/clips/${clipId}/${index}`
}

export function stillsOf(clip: FlagView['clip']) {
  if (!clip) return []
  return clip.files
    .filter(({ role }) => role === 'still')
    .map(({ index, atMs }) => ({ url: clipFile(clip.id, index), atMs: atMs ?? clip.fromMs }))
}

/** What the player needs for a flag; null when no preview was cut. */
export function clipSource({
  clip,
  startMs,
  comments,
}: Pick<FlagView, 'clip' | 'startMs' | 'comments'>): ClipSource | null {
  const preview = clip?.files.find(({ role }) => role === 'preview')
  if (!clip || !preview) return null
  const fromMs = startMs - clip.markStartMs
  const lengthMs = clip.toMs - fromMs
  const danmaku = comments
    .filter(({ kind, tMs }) => isTalk(kind) && tMs >= fromMs && tMs <= fromMs + lengthMs)
    .map(({ text, tMs, staff }) => ({
      text: text.replace(directions, '').slice(0, maxLength),
      time: (tMs - fromMs) / 1000,
      color: staff ? '#ffd27a' : '#ffffff',
      border: staff,
    }))
  return {
    url: clipFile(clip.id, preview.index),
    poster: stillsOf(clip)[0]?.url,
    fromMs,
    toMs: clip.toMs,
    markStartMs: clip.markStartMs,
    markEndMs: clip.markEndMs,
    danmaku,
    danmakuOn: danmaku.length <= (lengthMs / 1000) * maxPerSecond,
  }
}

/** Recording time of the hit before or after the moment `atMs` of the preview; null where the clip has none there. */
export function hitBeside(
  { hits, recordingId }: Pick<FlagView, 'hits' | 'recordingId'>,
  { fromMs, toMs }: Pick<ClipSource, 'fromMs' | 'toMs'>,
  atMs: number,
  step: 1 | -1,
): number | null {
  const nowMs = fromMs + atMs
  const starts = hits
    .filter((hit) => hit.recordingId === recordingId)
    .map(({ startMs }) => startMs)
    .filter((ms) => ms >= fromMs && ms <= toMs)
    .toSorted((a, b) => a - b)
  // A hit is played from a second before it, so that the one in hand is neither before nor after.
  const found =
    step === 1 ? starts.find((ms) => ms > nowMs + 1_200) : starts.findLast((ms) => ms < nowMs - 800)
  return found ?? null
}

/** Comments that say something; gifts, entries and likes only make noise here. */
export function isTalk(kind: FlagView['comments'][number]['kind']): boolean {
  return kind === 'chat' || kind === 'super_chat'
}
