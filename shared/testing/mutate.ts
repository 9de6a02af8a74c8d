/** mulberry32: the same numbers below a bound on every machine. */
export function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** What breaks readers of text. */
const nastyTexts = [
  ...['<', '>', '"', "'", '&', ']]>', '<!--', '-->', '</d>', '<d p="', '<d ', '</i>'],
  ...['&#0;', '&#xd800;', '&#x110000;', '{', '}', '[', ']', ',', '\\', '\\u', '\n', '\r', '\0'],
  ...['\ufeff', '\ud83d', '9'.repeat(400), '-1', '1e999', 'NaN', '""', 'x'.repeat(3000)],
  '{"'.repeat(200),
].map((text) => Buffer.from(text))

/** What breaks readers of containers: sizes and counts that cannot be. */
const nastyNumbers = [
  ...['ffffffff', '00000000', '7fffffff', '80000000', '00000001', 'ffffffffffffffff'],
  ...['47', '464c5601', '000001ba', '6d6f6f76', '6d646174', '1a45dfa3'],
].map((hex) => Buffer.from(hex, 'hex'))

/** One to four changes to a file's bytes: cut off, cut out, put in, doubled, overwritten. */
export function mutate(
  bytes: Buffer,
  pick: (below: number) => number,
  kind: 'text' | 'media' = 'text',
): Buffer {
  const nasty = kind === 'text' ? nastyTexts : nastyNumbers
  // Headers are where a container breaks: half of the changes go there.
  const place = (length: number) =>
    kind === 'media' && pick(2) === 0 ? pick(Math.min(length, 2048) + 1) : pick(length + 1)
  let mutated = Buffer.from(bytes)
  for (let times = 1 + pick(4); times > 0; times--) {
    const at = place(mutated.length)
    const length = pick(kind === 'text' ? 60 : 600)
    const before = mutated.subarray(0, at)
    const after = mutated.subarray(at)
    const more = nasty[pick(nasty.length)] ?? Buffer.alloc(0)
    switch (pick(8)) {
      case 0:
        mutated = Buffer.from(before)
        break
      case 1:
        mutated = Buffer.concat([before, after.subarray(length)])
        break
      case 2:
        mutated = Buffer.concat([before, more, after])
        break
      case 3:
        mutated = Buffer.concat([before, Buffer.from([pick(256), pick(256)]), after])
        break
      case 4:
        mutated = Buffer.concat([before, after.subarray(0, length), after])
        break
      case 5:
        mutated = Buffer.concat([before, after, mutated.subarray(0, pick(mutated.length + 1))])
        break
      case 6:
        mutated = Buffer.concat([before, more, after.subarray(more.length)])
        break
      default:
        if (at < mutated.length) mutated[at] = pick(256)
    }
  }
  return mutated
}
