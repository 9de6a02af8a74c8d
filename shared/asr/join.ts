import type { Sentence } from '#shared/domain/sentence.ts'
import { align } from './cer.ts'
import type { HeardPiece } from './transcriber.ts'

/** A character that can be heard, and where it stands: which sentence, which UTF-16 unit. */
interface Unit {
  readonly char: string
  readonly ms: number
  readonly sentence: number
  readonly at: number
}

/** Characters by the edge that may have been heard twice: 1.2 s of the fastest speech. */
const edgeUnits = 12
/** Times of the same character in two pieces differ by less. */
const sameMs = 400
const leastAgreeing = 3

/**
 * The sentences of all pieces in order. Where two pieces share a stretch, because no pause was there to cut in, what
 * both heard is kept once and the sentence goes on across the cut; where they do not agree both are kept and marked.
 * Nothing is compared across a pause: hosts really do repeat themselves.
 */
export function joined(pieces: readonly HeardPiece[]): Sentence[] {
  const out: Sentence[] = []
  let previous: HeardPiece | undefined
  for (const piece of pieces) {
    const shared = previous && !previous.gap && !piece.gap && piece.startMs < previous.endMs
    const next = [...piece.sentences]
    if (shared && out.length > 0 && next.length > 0)
      meet(out, next, [piece.startMs, previous?.endMs ?? 0])
    out.push(...next)
    previous = piece
  }
  return out
}

/** Takes out of the end of `a` and the beginning of `b` what both have, and puts the sentence between them together. */
function meet(a: Sentence[], b: Sentence[], [fromMs, toMs]: readonly [number, number]): void {
  const timed = [a.at(-1), b[0]].every((sentence) => sentence?.timing === 'word')
  const near = (unit: Unit) => !timed || (unit.ms >= fromMs - sameMs && unit.ms <= toMs + sameMs)
  const tail = units(a)
    .slice(-4 * edgeUnits)
    .filter(near)
  const head = units(b)
    .slice(0, 4 * edgeUnits)
    .filter(near)
  if (tail.length === 0 || head.length === 0) return
  const found = timed ? byTime(tail, head, (fromMs + toMs) / 2) : byWords(tail, head)
  if (!found) {
    mark(a, a.length - 1)
    mark(b, 0)
    return
  }
  const kept = cutAfter(a, found.last)
  const rest = cutBefore(b, found.first)
  a.splice(0, a.length, ...kept)
  b.splice(0, b.length, ...rest)
  const [left, right] = [a.at(-1), b[0]]
  if (!left || !right || left.speaker !== right.speaker || /[。！？!?…]$/.test(left.text)) return
  a.pop()
  b[0] = together(left, right)
}

/** The last unit kept of one side and the first kept of the other; either may be none. */
interface Seam {
  readonly last: Unit | undefined
  readonly first: Unit | undefined
}

/** The seam is at a character both heard at the same time, as near to the middle as there is one; else the middle. */
function byTime(tail: readonly Unit[], head: readonly Unit[], middleMs: number): Seam {
  const pairs = align(
    tail.map((u) => u.char),
    head.map((u) => u.char),
  ).flatMap(([i, j]) => {
    const [x, y] = [tail[i ?? -1], head[j ?? -1]]
    const same = x && y && x.char === y.char && Math.abs(x.ms - y.ms) <= sameMs
    return same ? [{ x, j: j ?? 0, off: Math.abs(x.ms - middleMs) }] : []
  })
  const best = pairs.toSorted((p, q) => p.off - q.off)[0]
  if (best) return { last: best.x, first: head[best.j + 1] ?? after(head) }
  return {
    last: tail.findLast((u) => u.ms < middleMs) ?? ahead(tail),
    first: head.find((u) => u.ms >= middleMs) ?? after(head),
  }
}

/** Without times: the run of characters that ends the one and begins the other, with little that only one of them has. */
function byWords(tail: readonly Unit[], head: readonly Unit[]): Seam | undefined {
  const a = tail.slice(-edgeUnits)
  const b = head.slice(0, edgeUnits)
  let best: { score: number; i: number; j: number } | undefined
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) {
      let n = 0
      while (a[i + n] && a[i + n]?.char === b[j + n]?.char) n++
      const score = n - (a.length - i - n) - j
      if (n >= leastAgreeing && score > (best?.score ?? -4)) best = { score, i: i + n, j: j + n }
    }
  return best && { last: a[best.i - 1], first: head[best.j] ?? after(head) }
}

/** A place behind all of these: nothing that is near the seam is kept of them. */
function after(head: readonly Unit[]): Unit | undefined {
  const last = head.at(-1)
  return last && { ...last, at: last.at + last.char.length }
}

/** A place ahead of all of these. */
function ahead(tail: readonly Unit[]): Unit | undefined {
  return tail[0] && { ...tail[0], char: '' }
}

function units(sentences: readonly Sentence[]): Unit[] {
  return sentences.flatMap(({ text, charMs, startMs }, sentence) =>
    [...text.matchAll(/[\p{L}\p{N}]/gu)].map(({ 0: char, index: at }) => ({
      ...{ char: char.toLowerCase(), sentence, at },
      ms: charMs?.[at] ?? startMs,
    })),
  )
}

function cutAfter(sentences: readonly Sentence[], last: Unit | undefined): Sentence[] {
  if (!last) return []
  return sentences
    .slice(0, last.sentence + 1)
    .flatMap((s, i) => (i === last.sentence ? part(s, 0, last.at + last.char.length) : [s]))
}

function cutBefore(sentences: readonly Sentence[], first: Unit | undefined): Sentence[] {
  if (!first) return [...sentences]
  return sentences
    .slice(first.sentence)
    .flatMap((s, i) => (i === 0 ? part(s, first.at, s.text.length) : [s]))
}

function part(sentence: Sentence, from: number, to: number): Sentence[] {
  const { text, charMs } = sentence
  if (from === 0 && to === text.length) return [sentence]
  if (from >= to || !/[\p{L}\p{N}]/u.test(text.slice(from, to))) return []
  const times = charMs?.slice(from, to)
  return [
    {
      ...sentence,
      text: text.slice(from, to),
      startMs: times?.[0] ?? sentence.startMs,
      endMs: (to < text.length ? charMs?.[to] : undefined) ?? sentence.endMs,
      ...(times && { charMs: times }),
    },
  ]
}

function together(left: Sentence, right: Sentence): Sentence {
  const suspect = [...new Set([...(left.suspect ?? []), ...(right.suspect ?? [])])]
  const latest = left.charMs?.at(-1) ?? 0
  const after = right.charMs?.map((ms) => Math.max(ms, latest))
  return {
    ...left,
    text: left.text + right.text,
    endMs: Math.max(left.endMs, right.endMs),
    ...(left.charMs && after && { charMs: [...left.charMs, ...after] }),
    ...(suspect.length > 0 && { suspect }),
  }
}

function mark(sentences: Sentence[], i: number): void {
  const sentence = sentences[i]
  if (!sentence) return
  sentences[i] = {
    ...sentence,
    suspect: [...new Set([...(sentence.suspect ?? []), 'overlap' as const])],
  }
}
