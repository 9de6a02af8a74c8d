import type { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import { type Clocked, wallMsOf } from '#shared/domain/wall-clock.ts'

/** One recording of a broadcast: its title, what was said, what the room's own people wrote. */
export interface TalkPiece extends Clocked {
  readonly title: string
  readonly sentences: readonly {
    readonly startMs: number
    readonly endMs: number
    readonly text: string
  }[]
  readonly staff: readonly { readonly tMs: number; readonly text: string }[]
}

/** All that the room's side said in a broadcast. */
export interface Talk {
  readonly pieces: readonly TalkPiece[]
  readonly goods: Goods | null
  readonly roomType: RoomType | null
}

/** Something the room's side said, with its time on the broadcast's and on its piece's clock. */
export interface Line {
  readonly channel: Channel
  /** Written by the room's own people, not spoken. */
  readonly staff: boolean
  readonly text: string
  readonly piece: number
  readonly fromMs: number
  readonly toMs: number
  readonly startMs: number
  readonly endMs: number
}

/** The lines of a broadcast in the order of time; lines of one moment in the order of their text. */
export function linesOf({ pieces }: Talk): Line[] {
  const beginMs = Math.min(...pieces.map((piece) => wallMsOf(piece, 0)))
  return pieces
    .flatMap(({ title, sentences, staff, ...clocked }, piece) => {
      const since = (ms: number) => wallMsOf(clocked, ms) - beginMs
      const line = (
        channel: Channel,
        text: string,
        startMs: number,
        endMs: number,
        by = false,
      ) => ({
        ...{ channel, text, piece, startMs, endMs, staff: by },
        ...{ fromMs: since(startMs), toMs: since(endMs) },
      })
      return [
        ...(title ? [line('title', title, 0, 0)] : []),
        ...sentences.map(({ startMs, endMs, text }) => line('speech', text, startMs, endMs)),
        ...staff.map(({ tMs, text }) => line('speech', text, tMs, tMs, true)),
      ]
    })
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs || compare(a.text, b.text))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
