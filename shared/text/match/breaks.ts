import type { Folded } from '../fold.ts'

/** Fillers that a pause between two words may take beyond their gap. */
export const maxPause = 4

/** For each unit, the last unit up to it before which the text breaks; worked out when first asked for. */
export class Breaks {
  private readonly folded: Folded
  /** By strength. */
  private readonly known: Int32Array[] = []

  constructor(folded: Folded) {
    this.folded = folded
  }

  /** Fillers between two units of one stretch, as far as a pause may be. */
  pause(fillers: Uint8Array, from: number, to: number): number {
    const { units } = this.folded
    let pauses = 0
    for (let i = from; i < to && i < from + maxPause; i++)
      if ((fillers[units[i] as number] as number) % 2 === 1) pauses++
    return pauses
  }

  /** -1 when the text has not broken yet. */
  latest(strength: number, unit: number): number {
    let list = this.known[strength]
    if (!list) {
      const { gaps, length } = this.folded
      list = new Int32Array(length + 1)
      let last = -1
      for (let i = 0; i < length; i++) {
        if (i > 0 && (gaps[i] as number) >= strength) last = i
        list[i] = last
      }
      this.known[strength] = list
    }
    return list[unit] as number
  }
}
