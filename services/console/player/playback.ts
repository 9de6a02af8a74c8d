import { type Cell, cell } from '../frame/cell.ts'

/** What the player is doing, for everything that stands beside it. Times are milliseconds of the preview. */
export interface Playback {
  readonly atMs: number
  readonly lengthMs: number
  readonly playing: boolean
  readonly muted: boolean
  readonly rate: number
  readonly danmaku: boolean
  readonly broken: boolean
  /** How much of the marked place was played through without a leap, 0 to 1; 1 too once a still was looked at. */
  readonly heard: number
}

/** A leap of the clock between two looks at it is a seek, not playing. */
const leapMs = 1_500

/** How far the marked place was heard, after the clip went from one moment to the next. */
export function hearOn(
  heard: number,
  played: { readonly fromMs: number; readonly toMs: number },
  mark: { readonly markStartMs: number; readonly markEndMs: number },
): number {
  const { fromMs, toMs } = played
  const lengthMs = Math.max(1, mark.markEndMs - mark.markStartMs)
  const heardToMs = mark.markStartMs + heard * lengthMs
  if (toMs <= fromMs || toMs - fromMs > leapMs || fromMs > heardToMs) return heard
  return Math.max(heard, Math.min(1, (toMs - mark.markStartMs) / lengthMs))
}

export const idle: Playback = {
  atMs: 0,
  lengthMs: 0,
  playing: false,
  muted: false,
  rate: 1,
  danmaku: true,
  broken: false,
  heard: 0,
}

export type PlaybackCell = Cell<Playback>

export function playbackCell(): PlaybackCell {
  return cell(idle)
}

/** What a person may ask of the player. */
export interface Player {
  toggle(): void
  /** To a moment of the preview, in milliseconds. */
  seek(ms: number): void
  nudge(ms: number): void
  /** From a little before the phrase to a little after it. */
  again(): void
  mute(): void
  full(): void
  /** One step slower (-1) or faster (1). */
  pace(step: -1 | 1): void
  danmaku(): void
}
