/** 1, 1/2, 1/4 … far enough that what is beyond counts for nothing. */
const halves = Float64Array.from({ length: 64 }, (_, i) => {
  let value = 1
  for (let k = 0; k < i; k++) value /= 2
  return value
})

/** Squared as often, a thirty-second of a power is the whole: of so small a number a few terms of the series are exact enough. */
const squarings = 5
const part = 1 / 2 ** squarings
const [sixth, fifth, fourth, third, half] = [1 / 6, 1 / 5, 1 / 4, 1 / 3, 1 / 2]

/**
 * e to the power of `x` ≤ 0 to twelve digits, by basic arithmetic alone: Math.exp may differ in its last bit from engine
 * to engine.
 */
function exp(x: number): number {
  const k = Math.ceil(-x / Math.LN2)
  if (k >= halves.length) return 0
  const t = (x + k * Math.LN2) * part
  let sum = 1 + t * sixth
  sum = 1 + t * fifth * sum
  sum = 1 + t * fourth * sum
  sum = 1 + t * third * sum
  sum = 1 + t * half * sum
  sum = 1 + t * sum
  for (let i = 0; i < squarings; i++) sum *= sum
  return sum * (halves[k] as number)
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < scores.length; i++) most = Math.max(most, scores[i] as number)
  let sum = 0
  for (let i = 0; i < scores.length; i++) {
    const power = exp((scores[i] as number) - most)
    scores[i] = power
    sum += power
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) / sum
}
