/**
 * JSON that broke off in the middle, up to its last whole element; also the NaN and Infinity that Python writes.
 * Undefined when it is no JSON at all.
 */
export function parseTornJson(text: string): { value: unknown; torn: boolean } | undefined {
  const source = text.replace(/([[:,]\s?)(?:NaN|-?Infinity)(?=\s?[,\]}])/g, '$1null')
  const whole = parse(source)
  if (whole !== undefined) return { value: whole, torn: false }
  const cut = lastWhole(source)
  const value = cut && parse(source.slice(0, cut.at) + cut.closers)
  return value === undefined ? undefined : { value, torn: true }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The place after the last element that was closed inside something still open, and the brackets to close there.
 */
function lastWhole(text: string): { at: number; closers: string } | undefined {
  const open: string[] = []
  let cut: { at: number; closers: string } | undefined
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '{') open.push('}')
    else if (c === '[') open.push(']')
    else if (c === '}' || c === ']') {
      if (open.pop() !== c || open.length > 100) return cut
      if (open.length > 0) cut = { at: i + 1, closers: open.toReversed().join('') }
    }
  }
  return cut
}
