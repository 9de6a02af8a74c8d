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
}

export const idle: Playback = {
  atMs: 0,
  lengthMs: 0,
  playing: false,
  muted: false,
  rate: 1,
  danmaku: true,
  broken: false,
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
