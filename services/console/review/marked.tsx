import type { Span } from './lines.ts'

/** Text with the phrase marked; other people's words, so their direction marks end with them. */
export function Marked({
  text,
  marks,
}: {
  readonly text: string
  readonly marks: readonly Span[]
}) {
  const parts: { text: string; marked: boolean; at: number }[] = []
  let at = 0
  for (const { start, end } of marks.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end <= start) continue
    parts.push({ text: text.slice(at, start), marked: false, at })
    parts.push({ text: text.slice(start, end), marked: true, at: start })
    at = end
  }
  parts.push({ text: text.slice(at), marked: false, at })
  return (
    <bdi>
      {parts.map((part) =>
        part.marked ? (
          <mark key={part.at}>{part.text}</mark>
        ) : (
          <span key={`t${part.at}`}>{part.text}</span>
        ),
      )}
    </bdi>
  )
}
