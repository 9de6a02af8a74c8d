/**
 * SHA-256 (FIPS 180-4) of what comes piece by piece: the browser's own digest wants all of a file in memory at once, and
 * a recording is many gigabytes.
 */
export interface Sha256 {
  update(bytes: Uint8Array): void
  /** Lower-case hexadecimal; nothing may be added afterwards. */
  digest(): string
}

const blockBytes = 64

/** The fractional parts of the roots of the first primes, as the standard has them. */
const primes = firstPrimes(64)
const constants = new Uint32Array(primes.map((p) => fraction(Math.cbrt(p))))

export function createSha256(): Sha256 {
  const state = new Uint32Array(primes.slice(0, 8).map((p) => fraction(Math.sqrt(p))))
  const words = new Uint32Array(64)
  const rest = new Uint8Array(blockBytes)
  let held = 0
  let total = 0

  function update(bytes: Uint8Array): void {
    total += bytes.length
    let at = 0
    if (held > 0) {
      const take = Math.min(blockBytes - held, bytes.length)
      rest.set(bytes.subarray(0, take), held)
      held += take
      at = take
      if (held < blockBytes) return
      mix(state, words, rest, 0)
      held = 0
    }
    for (; at + blockBytes <= bytes.length; at += blockBytes) mix(state, words, bytes, at)
    rest.set(bytes.subarray(at))
    held = bytes.length - at
  }

  function digest(): string {
    const bits = total * 8
    const pad = new Uint8Array((held < 56 ? 56 : 120) - held + 8)
    pad[0] = 0x80
    const view = new DataView(pad.buffer)
    view.setUint32(pad.length - 8, Math.floor(bits / 2 ** 32))
    view.setUint32(pad.length - 4, bits >>> 0)
    update(pad)
    return [...state].map((word) => word.toString(16).padStart(8, '0')).join('')
  }

  return { update, digest }
}

/** One block of 64 bytes into the state (6.2.2 of the standard). */
function mix(state: Uint32Array, w: Uint32Array, bytes: Uint8Array, at: number): void {
  const word = (i: number) => w[i] as number
  for (let i = 0; i < 16; i++) {
    const b = at + i * 4
    w[i] =
      ((bytes[b] as number) << 24) |
      ((bytes[b + 1] as number) << 16) |
      ((bytes[b + 2] as number) << 8) |
      (bytes[b + 3] as number)
  }
  for (let i = 16; i < 64; i++) {
    const [x, y] = [word(i - 15), word(i - 2)]
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)
    w[i] = (word(i - 16) + s0 + word(i - 7) + s1) | 0
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const one = (h + s1 + ((e & f) ^ (~e & g)) + (constants[i] as number) + word(i)) | 0
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries())
    state[i] = ((state[i] as number) + value) | 0
}

function turn(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n))
}

/** The first 32 bits behind the point. */
function fraction(x: number): number {
  return Math.floor((x - Math.floor(x)) * 2 ** 32)
}

function firstPrimes(n: number): number[] {
  const found: number[] = []
  for (let i = 2; found.length < n; i++) if (found.every((p) => i % p !== 0)) found.push(i)
  return found
}
