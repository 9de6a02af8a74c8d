const hourMs = 3_600_000
/** A scene that changes all at once may be read this many times in a row. */
const burst = 12

/** So many turns an hour of recording, spread over it, with a few in a row where they are needed. */
export interface Allowance {
  /** Takes a turn at a content time; false when there is none. Times never go back. */
  take(atMs: number): boolean
}

export function allowance(perHour: number, lengthMs: number): Allowance {
  // The pieces of a live stream share its hour: none of them may begin with a whole burst.
  let left = Math.min(burst, perHour, Math.ceil((perHour * lengthMs) / hourMs))
  let lastMs = 0
  return {
    take(atMs) {
      left = Math.min(burst, left + ((atMs - lastMs) * perHour) / hourMs)
      lastMs = atMs
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
