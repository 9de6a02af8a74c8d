const chinese = new Set(
  [...'〇零一二两三四五六七八九十百千万亿几半多'].map((char) => char.charCodeAt(0)),
)
const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39

/** Stretches of folded units that say a number, in any script: 199, 一百九十九, 3.5万, 2w, 99%. Pairs of start and end. */
export function findNumbers(units: Uint16Array, length: number): number[] {
  const out: number[] = []
  for (let i = 0; i < length; ) {
    const unit = units[i] as number
    if (!isDigit(unit) && !chinese.has(unit)) {
      i++
      continue
    }
    const start = i
    while (
      i < length &&
      (isDigit(units[i] as number) || chinese.has(units[i] as number) || isPoint(units, i, length))
    )
      i++
    const unitAfter = String.fromCharCode(units[i] ?? 0)
    if (
      unitAfter === '%' ||
      ((unitAfter === 'w' || unitAfter === 'k') && isDigit(units[i - 1] as number))
    )
      i++
    out.push(start, i)
  }
  return out
}

/** 点 between two digits: 三点五. A full stop has been folded away: 3.5 stands as 35. */
function isPoint(units: Uint16Array, at: number, length: number): boolean {
  return (
    units[at] === 0x70b9 &&
    at + 1 < length &&
    (chinese.has(units[at + 1] as number) || isDigit(units[at + 1] as number))
  )
}
