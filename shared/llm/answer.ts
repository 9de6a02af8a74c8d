/**
 * The JSON object in a model's answer, or undefined. Models wrap it in a code fence, think aloud before it, or add a
 * word after it; nothing is repaired inside it.
 */
export function jsonObjectIn(answer: string): unknown {
  const said = answer.replace(/<think>[\s\S]*?<\/think>/g, '').trim()
  const fenced = /```(?:json)?\s*\n?([\s\S]*?)```/.exec(said)?.[1]
  const from = said.indexOf('{')
  const to = said.lastIndexOf('}')
  for (const tried of [said, fenced, from >= 0 ? said.slice(from, to + 1) : undefined]) {
    const value = tried === undefined ? undefined : parsed(tried)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  }
  return undefined
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/**
 * A model's words as a screen may carry them: one line, no control or direction-changing characters, at most
 * `maxChars` characters. That something breaks the law is for people to find, so such a word becomes 涉嫌.
 */
export function screenWords(words: string, maxChars: number): string {
  const line = oneLine(words).replace(/(涉嫌|疑似|构成)?(违法|违规|犯罪)/g, '涉嫌')
  const chars = [...line]
  return chars.length <= maxChars ? line : `${chars.slice(0, maxChars - 1).join('')}…`
}

/** Text of others on one line: without line breaks, control, format and direction-changing characters. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .trim()
}
