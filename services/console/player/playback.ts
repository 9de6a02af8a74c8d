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

/** A picture's clock is no finer than this share of a short phrase. */
const enough = 0.97

/** How much of the marked place lies in what was played, 0 to 1. */
export function heardOf(
  played: readonly { readonly fromMs: number; readonly toMs: number }[],
  { markStartMs, markEndMs }: { readonly markStartMs: number; readonly markEndMs: number },
): number {
  const lengthMs = Math.max(1, markEndMs - markStartMs)
  const covered = played
    .map(
      ({ fromMs, toMs }) => Math.min(toMs, markStartMs + lengthMs) - Math.max(fromMs, markStartMs),
    )
    .reduce((sum, ms) => sum + Math.max(0, ms), 0)
  return covered / lengthMs >= enough ? 1 : covered / lengthMs
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
