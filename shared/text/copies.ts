import { Alike } from './alike.ts'
import { findNumbers } from './match/numbers.ts'
import { withDigits } from './match/numerals.ts'
import { hear } from './match/sound.ts'

/** Words that may be read off a script: the phrase a rule found and the sentence around it. */
export interface Said {
  readonly id: string
  readonly category: string
  readonly phrase: string
  readonly quote: string
}

export interface CopyOptions {
  readonly minSyllables: number
  /** Least Jaccard similarity of the pairs of syllables. */
  readonly similarity: number
}

/**
 * Copies of one script among leads: by id the key of its script, for scripts with more than one lead. Texts are compared
 * as they sound (toneless, dialect's and recognisers' confusions merged), so that 全网 misheard as 全往 is the same; a
 * dropped word is tolerated, another number or another negation is not, for a verdict on one would say nothing of the
 * other. A short phrase is everybody's: then the sentence must be alike too, and twice as long. Order of input decides
 * which text a script is compared by, so give a stable one.
 */
export function findCopies(said: readonly Said[], options: CopyOptions): Map<string, string> {
  const { similarity, minSyllables } = options
  const blocks = new Map<string, Alike>()
  const scripts = new Map<string, Set<string>>()
  for (const lead of said) {
    const script = scriptOf(lead, minSyllables)
    if (!script) continue
    const alike =
      blocks.get(script.block) ??
      new Alike({ similarity, keepMs: 0, max: said.length + 1, onGone: () => {} })
    blocks.set(script.block, alike)
    const key = `${script.block} ${alike.groupOf(script.sound, 0).key}`
    const ids = scripts.get(key)
    if (ids) ids.add(lead.id)
    else scripts.set(key, new Set([lead.id]))
  }
  const found = new Map<string, string>()
  for (const [key, ids] of scripts) if (ids.size > 1) for (const id of ids) found.set(id, key)
  return found
}

/** How a text sounds, one character a syllable; writing that has no sound is left out. */
export function soundOf(text: string): string {
  const units = unitsOf(text)
  const { classes, length } = hear(units, units.length)
  return String.fromCharCode(...classes.subarray(0, length).filter((id) => id !== 0))
}

/** Phrases come again and again, and every page asks for all of them. */
const phraseKeys = new Map<string, string>()
const phrasesKept = 50_000

/** The key under which ways of hearing one phrase fall together; the phrase itself where nothing of it has a sound. */
export function phraseKey(phrase: string): string {
  const known = phraseKeys.get(phrase)
  if (known !== undefined) return known
  const key = `${soundOf(phrase) || phrase} ${numbersIn(phrase)}`
  if (phraseKeys.size >= phrasesKept) phraseKeys.clear()
  phraseKeys.set(phrase, key)
  return key
}

interface Script {
  /** How the words that are compared sound, and what must be equal of two copies. */
  readonly sound: string
  readonly block: string
}

/** What is open stays open for days, and every page asks for all of it. */
const scriptsKnown = new Map<string, Script | null>()
const scriptsKept = 50_000

function scriptOf(said: Said, minSyllables: number): Script | null {
  const key = `${minSyllables}\n${said.category}\n${said.phrase}\n${said.quote}`
  const known = scriptsKnown.get(key)
  if (known !== undefined) return known
  const script = readScript(said, minSyllables)
  if (scriptsKnown.size >= scriptsKept) scriptsKnown.clear()
  scriptsKnown.set(key, script)
  return script
}

function readScript({ category, phrase, quote }: Said, minSyllables: number): Script | null {
  const sound = soundOf(phrase)
  if (sound.length >= minSyllables)
    return { sound, block: JSON.stringify([category, numbersIn(phrase), negationsIn(phrase)]) }
  const whole = soundOf(quote)
  if (whole.length < 2 * minSyllables) return null
  const claim = phraseKey(phrase)
  return {
    sound: whole,
    block: JSON.stringify([category, claim, numbersIn(quote), negationsIn(quote)]),
  }
}

const unitsOf = (text: string) =>
  Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))

function numbersIn(text: string): string {
  const units = unitsOf(text)
  const found: string[] = []
  findNumbers(units, units.length, (start, end) => found.push(withDigits(text.slice(start, end))))
  return found.join(' ')
}

const negationsIn = (text: string) => text.replace(/[^不没无非别未]/g, '')
