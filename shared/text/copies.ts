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
  return new CopyFinder(options).find(said)
}

interface Block {
  readonly leads: readonly Said[]
  readonly found: ReadonlyMap<string, string>
}

/**
 * Finds copies again and again among leads that mostly stay the same, as `findCopies` would afresh: texts of different
 * blocks are never copies, so that only blocks in which a lead came, went or changed are looked at. A lead that has not
 * changed must be the same object.
 */
export class CopyFinder {
  readonly #options: CopyOptions
  readonly #scripts = new WeakMap<Said, Script | null>()
  #blocks = new Map<string, Block>()

  constructor(options: CopyOptions) {
    this.#options = options
  }

  find(said: readonly Said[]): Map<string, string> {
    const blocks = new Map<string, Said[]>()
    for (const lead of said) {
      const script = this.#scriptOf(lead)
      if (!script) continue
      const leads = blocks.get(script.block)
      if (leads) leads.push(lead)
      else blocks.set(script.block, [lead])
    }
    const known = this.#blocks
    this.#blocks = new Map()
    const found = new Map<string, string>()
    for (const [key, leads] of blocks) {
      const before = known.get(key)
      const block = before && sameLeads(before.leads, leads) ? before : this.#compare(key, leads)
      this.#blocks.set(key, block)
      for (const [id, script] of block.found) found.set(id, script)
    }
    return found
  }

  #compare(key: string, leads: readonly Said[]): Block {
    const { similarity } = this.#options
    const alike = new Alike({ similarity, keepMs: 0, max: leads.length + 1, onGone: () => {} })
    const scripts = new Map<string, string[]>()
    for (const lead of leads) {
      const script = `${key} ${alike.groupOf(this.#scriptOf(lead)?.sound ?? '', 0).key}`
      const ids = scripts.get(script)
      if (ids) ids.push(lead.id)
      else scripts.set(script, [lead.id])
    }
    const copied = [...scripts].filter(([, ids]) => ids.length > 1)
    return {
      leads,
      found: new Map(copied.flatMap(([script, ids]) => ids.map((id) => [id, script] as const))),
    }
  }

  #scriptOf(said: Said): Script | null {
    const known = this.#scripts.get(said)
    if (known !== undefined) return known
    const script = readScript(said, this.#options.minSyllables)
    this.#scripts.set(said, script)
    return script
  }
}

const sameLeads = (a: readonly Said[], b: readonly Said[]) =>
  a.length === b.length && a.every((lead, i) => lead === b[i])

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
