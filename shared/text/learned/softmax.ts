/** 1, 1/2, 1/4 … far enough that what is beyond counts for nothing. */
const halves = Float64Array.from({ length: 64 }, (_, i) => {
  let value = 1
  for (let k = 0; k < i; k++) value /= 2
  return value
})

/** e to the power of `x` ≤ 0, by basic arithmetic alone: Math.exp may differ in its last bit from engine to engine. */
function exp(x: number): number {
  const k = Math.ceil(-x / Math.LN2)
  if (k >= halves.length) return 0
  const rest = x + k * Math.LN2
  let sum = 1
  for (let n = 14; n > 0; n--) sum = 1 + (sum * rest) / n
  return sum * (halves[k] as number)
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float64Array): void {
  const most = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  let sum = 0
  for (let i = 0; i < scores.length; i++) {
    scores[i] = exp((scores[i] as number) - most)
    sum += scores[i] as number
  }
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) / sum
}
