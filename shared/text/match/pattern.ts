/** One part of a pattern once written out: a set of words, a number, or a stretch of anything. */
export type Part =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'number' }
  | { readonly kind: 'gap'; readonly max: number; readonly scope: 'clause' | 'sentence' }

/** One way through a pattern, without choices left in it. */
export interface Path {
  readonly parts: readonly Part[]
  /** `^` and `$`: begins, ends where a clause does. */
  readonly opens: boolean
  readonly closes: boolean
}

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'concept'; readonly words: readonly string[] }
  | { readonly kind: 'choice'; readonly ways: readonly (readonly Node[])[] }
  | Exclude<Part, { kind: 'words' }>

/** Units that `…` may skip; people put about this much between two words that belong together. */
const shortGap = 6
/** Units that `……` may skip: the rest of a long spoken sentence. */
const longGap = 60
/** Adjacent words are multiplied out up to this many, for long words are safer to match than short ones in a row. */
const maxProduct = 200
const maxPaths = 64

/** A pattern that cannot be read; the message is for the lexicon owner. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}

type Concept = (name: string) => readonly string[] | undefined

/**
 * Reads the pattern language of lexicons/README.md: plain text, `{概念}`, `(甲|乙)`, `?`, `…`, `…12`, `……`, `#`, `^`, `$`,
 * and gives every way through it. Throws PatternError with a sentence for the lexicon owner.
 */
export function parsePattern(text: string, concept: Concept): Path[] {
  const chars = [...normal(text)]
  const opens = chars[0] === '^'
  const closes = chars.at(-1) === '$'
  const inner = chars.slice(opens ? 1 : 0, closes ? -1 : undefined)
  const reader = { text, chars: inner, at: 0, concept }
  const nodes = readSequence(reader, false)
  const paths = spell(nodes, text).map(tidy)
  if (paths.some((parts) => !parts.some(({ kind }) => kind === 'words')))
    throw new PatternError(`“${text}”里没有必须出现的词，请至少写一个不带 ? 的词`)
  return paths.map((parts) => ({ parts, opens, closes }))
}

/** People type the marks in full width too. */
function normal(text: string): string {
  const narrow: Record<string, string> = { '（': '(', '）': ')', '｜': '|', '｛': '{', '｝': '}' }
  const more: Record<string, string> = { '＃': '#', '？': '?', '＾': '^', '＄': '$' }
  return text
    .replace(/[（）｜｛｝＃？＾＄]/gu, (mark) => narrow[mark] ?? more[mark] ?? mark)
    .replaceAll('...', '…')
    .trim()
}

interface Reader {
  readonly text: string
  readonly chars: readonly string[]
  readonly concept: Concept
  at: number
}

function readSequence(reader: Reader, nested: boolean): Node[] {
  const nodes: Node[] = []
  for (;;) {
    const char = reader.chars[reader.at]
    if (char === undefined || (nested && (char === '|' || char === ')'))) return nodes
    reader.at++
    if (char === '(') nodes.push(optional(reader, readChoice(reader)))
    else if (char === '{') nodes.push(optional(reader, readConcept(reader)))
    else if (char === '#') nodes.push(optional(reader, { kind: 'number' }))
    else if (char === '…') nodes.push(readGap(reader))
    else if (')}|'.includes(char)) throw new PatternError(`“${reader.text}”多了一个 ${char}`)
    else if (char === '?') throw new PatternError(`“${reader.text}”的 ? 前面没有字`)
    else nodes.push(readText(reader, char))
  }
}

const marks = new Set('({#…)}|?')

/** Characters up to the next mark; one that may be left out stands for itself. */
function readText(reader: Reader, first: string): Node {
  const { chars } = reader
  let text = first
  if (chars[reader.at] === '?') return optional(reader, { kind: 'text', text })
  for (;;) {
    const char = chars[reader.at]
    if (char === undefined || marks.has(char) || chars[reader.at + 1] === '?')
      return { kind: 'text', text }
    text += char
    reader.at++
  }
}

function optional(reader: Reader, node: Node): Node {
  if (reader.chars[reader.at] !== '?') return node
  reader.at++
  return { kind: 'choice', ways: [[], [node]] }
}

function readChoice(reader: Reader): Node {
  const ways: Node[][] = []
  for (;;) {
    ways.push(readSequence(reader, true))
    const close = reader.chars[reader.at++]
    if (close === ')') return { kind: 'choice', ways }
    if (close !== '|') throw new PatternError(`“${reader.text}”缺少 )`)
  }
}

function readConcept(reader: Reader): Node {
  const end = reader.chars.indexOf('}', reader.at)
  if (end < 0) throw new PatternError(`“${reader.text}”缺少 }`)
  const names = reader.chars.slice(reader.at, end).join('').split('|')
  reader.at = end + 1
  const words = names.flatMap((name) => {
    const found = reader.concept(name.trim())
    if (!found) throw new PatternError(`“${reader.text}”用了没有定义的概念 {${name.trim()}}`)
    return found
  })
  return { kind: 'concept', words }
}

function readGap(reader: Reader): Node {
  const long = reader.chars[reader.at] === '…'
  if (long) reader.at++
  let digits = ''
  while (/^[0-9]$/.test(reader.chars[reader.at] ?? '')) digits += reader.chars[reader.at++]
  const max = digits ? Math.min(200, Number(digits)) : long ? longGap : shortGap
  return { kind: 'gap', max, scope: long ? 'sentence' : 'clause' }
}

/** A set of words in which the empty word stands for “or nothing”. */
type Loose = readonly Part[]

/** Every way through the nodes; choices between plain words stay one set. */
function spell(nodes: readonly Node[], pattern: string): Loose[] {
  let paths: Part[][] = [[]]
  for (const node of nodes) {
    const ways = waysOf(node, pattern)
    const before = few(paths, pattern)
    paths = before.flatMap((path) => ways.map((way) => joined(path, way)))
  }
  return few(
    paths.flatMap((path) => withoutEmpty(path, pattern)),
    pattern,
  )
}

function few<T>(paths: T[], pattern: string): T[] {
  if (paths.length <= maxPaths) return paths
  throw new PatternError(`“${pattern}”的可选部分太多，请拆成几条`)
}

function waysOf(node: Node, pattern: string): Loose[] {
  if (node.kind === 'text') return [[{ kind: 'words', words: [node.text] }]]
  if (node.kind === 'concept') return [[{ kind: 'words', words: node.words }]]
  if (node.kind !== 'choice') return [[node]]
  const words: string[] = []
  const rest: Loose[] = []
  for (const nodes of node.ways) {
    const [first] = nodes
    // Most ways are a word.
    if (nodes.length === 1 && first?.kind === 'text') words.push(first.text)
    else
      for (const way of spell(nodes, pattern)) {
        const [only] = way
        if (!only) words.push('')
        else if (way.length === 1 && only.kind === 'words') words.push(...only.words)
        else rest.push(way)
      }
  }
  return words.length > 0 ? [[{ kind: 'words', words: [...new Set(words)] }], ...rest] : rest
}

/** Puts two stretches together, multiplying the words out where they meet: 最(好|强) is the words 最好 and 最强. */
function joined(left: Loose, right: Loose, most = maxProduct): Part[] {
  const out = [...left]
  for (const part of right) {
    const last = out.at(-1)
    if (last?.kind === 'words' && part.kind === 'words') {
      if (last.words.length * part.words.length <= most) {
        out[out.length - 1] = { kind: 'words', words: multiplied(last.words, part.words) }
        continue
      }
    } else if (last?.kind === 'gap' && part.kind === 'gap') {
      const scope = last.scope === 'sentence' ? 'sentence' : part.scope
      out[out.length - 1] = { kind: 'gap', max: last.max + part.max, scope }
      continue
    }
    out.push(part)
  }
  return out
}

function multiplied(left: readonly string[], right: readonly string[]): string[] {
  const words = new Set<string>()
  for (const a of left) for (const b of right) words.add(a + b)
  return [...words]
}

/** Words that meet in a path put together up to `most`, for what is only to be heard; null when none meet. */
export function run(parts: readonly Part[], most: number): readonly Part[] | null {
  const whole = joined([], parts, most)
  return whole.length < parts.length ? whole : null
}

/** Splits a path at every set that may be empty into one with the set and one without. */
function withoutEmpty(path: Loose, pattern: string): Loose[] {
  const at = path.findIndex((part) => part.kind === 'words' && part.words.includes(''))
  const part = path[at]
  if (part?.kind !== 'words') return [path]
  const before = path.slice(0, at)
  const after = path.slice(at + 1)
  const full = part.words.filter(Boolean)
  const ways: Loose[] = [joined(before, after)]
  if (full.length > 0) ways.push(joined(joined(before, [{ kind: 'words', words: full }]), after))
  return few(
    ways.flatMap((way) => withoutEmpty(way, pattern)),
    pattern,
  )
}

/** A gap at either end asks for nothing. */
function tidy(path: Loose): Loose {
  const first = path.findIndex(({ kind }) => kind !== 'gap')
  const last = path.findLastIndex(({ kind }) => kind !== 'gap')
  return path.slice(Math.max(0, first), last + 1)
}
