/** One text longer than this does not keep its memory. */
const maxKept = 1 << 16

/** Arrays for one text at a time, used again by the next so that reading short texts allocates nothing. */
export class Room {
  units = new Uint16Array(256)
  from = new Int32Array(256)
  to = new Int32Array(256)
  marks = new Uint8Array(256)

  /** Room for `length` units; what stood in it is lost. */
  of(length: number): this {
    const size = this.units.length
    if (length <= size && size <= maxKept) return this
    const wanted = length <= maxKept ? Math.max(256, length * 2) : length
    this.units = new Uint16Array(wanted)
    this.from = new Int32Array(wanted)
    this.to = new Int32Array(wanted)
    this.marks = new Uint8Array(wanted)
    return this
  }
}
