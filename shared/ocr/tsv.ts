import type { PixelBox } from './picture.ts'
import { around } from './picture.ts'
import type { ScreenLine } from './read-screen.ts'

const chinese = /[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]/
const maxLineChars = 200

/** Lines of writing from tesseract's TSV (level 5 are words), the blanks it puts between Chinese characters left out. */
export function linesOf(tsv: readonly string[]): ScreenLine[] {
  const lines = new Map<string, { text: string; box: PixelBox; sure: number; chars: number }>()
  for (const row of tsv) {
    const [level, page, block, par, line, , left, top, width, height, sure, word = ''] =
      row.split('\t')
    const text = word.trim()
    const numbers = [left, top, width, height, sure].map(Number)
    if (level !== '5' || text === '' || numbers.some((value) => !Number.isFinite(value))) continue
    const [x = 0, y = 0, w = 0, h = 0, confidence = 0] = numbers
    const key = `${page} ${block} ${par} ${line}`
    const box = { x, y, width: w, height: h }
    const old = lines.get(key)
    const chars = [...text].length
    lines.set(
      key,
      old
        ? {
            text: joined(old.text, text),
            box: around(old.box, box),
            sure: old.sure + confidence * chars,
            chars: old.chars + chars,
          }
        : { text, box, sure: confidence * chars, chars },
    )
  }
  return [...lines.values()].map(({ text, box, sure, chars }) => ({
    text: text.slice(0, maxLineChars),
    box,
    confidence: Math.max(0, Math.min(1, sure / chars / 100)),
  }))
}

/** Two words of a line: a blank only where neither side is Chinese. */
function joined(before: string, after: string): string {
  const tight = chinese.test(before.at(-1) ?? '') || chinese.test(after[0] ?? '')
  return tight ? before + after : `${before} ${after}`
}
