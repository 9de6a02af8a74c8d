import type { ScreenLine } from '#shared/ocr/read-screen.ts'

/** What frames, rules and icons are read as at the edges of a line. */
const edge =
  /^[\s|[\]{}()（）_~^`'"“”‘’.,，。、;；:：\-—=+*<>《》/\\!！?？°·•…]+|[\s|[\]{}(（_~^`'"“‘,，、;；:：\-—=+*<《/\\°·•]+$/g
const chineseChars = /[\u3400-\u9fff]/g
const letters = /[a-zA-Z]/g
/** A couple of characters are easily made of nothing: they must be surer. */
const shortLine = 4
const shortMargin = 0.15

/** The line without what stands at its edges, or nothing when it is too unsure or has no words in it. */
export function cleanLine(line: ScreenLine, minConfidence: number): ScreenLine[] {
  const text = line.text.replace(edge, '')
  const chinese = text.match(chineseChars)?.length ?? 0
  // Digits alone are clocks and counters.
  if (chinese < 2 && (text.match(letters)?.length ?? 0) < 4) return []
  const least = text.length < shortLine ? minConfidence + shortMargin : minConfidence
  return line.confidence < least ? [] : [{ ...line, text }]
}
