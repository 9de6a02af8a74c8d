import { deflateSync } from 'node:zlib'
import type { Suspect } from '#shared/domain/sentence.ts'
import { spoken } from '../cer.ts'
import type { Quality } from './answer.ts'

export interface Claim {
  readonly text: string
  /** Sound above the room's noise while it is said to have been spoken; undefined when the audio is not at hand. */
  readonly speechMs?: number | undefined
  /** How long the engine says it took. */
  readonly durationMs: number
  readonly quality?: Quality | undefined
  readonly music?: boolean | undefined
  /** What the engine itself heard. */
  readonly language?: string | undefined
}

/** Mandarin, and what recognisers call its neighbours; a server that was told `zh` often only repeats it. */
const chinese = /^(|zh|zh-.*|cmn|yue|wuu|nan|chinese|mandarin|cantonese|nospeech|auto|unknown)$/i

/**
 * Reasons to doubt that these words were said. The two measures of Whisper are its reference implementation's;
 * the rates are those of Mandarin, 3 to 8 characters a second, with room on both sides.
 */
export function suspicions(claim: Claim): Suspect[] {
  const { quality = {}, speechMs } = claim
  const characters = spoken(claim.text)
  const perSecond = characters.length / Math.max(0.1, (speechMs ?? claim.durationMs) / 1000)
  const silent =
    ((quality.noSpeechProb ?? 0) > 0.6 && (quality.avgLogprob ?? 0) < -1) ||
    (speechMs !== undefined && speechMs < 100 && claim.durationMs >= 200)

  const found: Suspect[] = []
  if (silent) found.push('no_speech')
  // Hosts do repeat themselves: only what is said faster than a mouth can is a loop.
  if (perSecond > 9 && (loops(characters) || compression(claim.text, quality) > 2.4))
    found.push('repetition')
  if (isPhantom(characters.join(''), silent || (speechMs ?? Infinity) < 500))
    found.push('boilerplate')
  if (claim.music) found.push('music')
  if (perSecond > 12 && characters.length > 6) found.push('too_fast')
  if (perSecond < 0.5 && (speechMs ?? 0) > 5000) found.push('too_slow')
  if (isForeign(characters, claim.language)) found.push('foreign')
  return found
}

/** A dozen letters with hardly a Chinese one among them, kana or hangul, or another language by the engine's own word. */
function isForeign(characters: readonly string[], language = ''): boolean {
  const count = (script: RegExp) => characters.filter((c) => script.test(c)).length
  const han = count(/\p{Script=Han}/u)
  if (!chinese.test(language) && han * 2 < characters.length) return characters.length >= 4
  if (count(/\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u) * 3 > characters.length)
    return true
  return characters.length >= 12 && han * 5 < characters.length
}

/** The same 2 to 20 characters at least four times in a row, eight characters in all. */
function loops(characters: readonly string[]): boolean {
  for (let size = 2; size <= 20; size++) {
    const needed = Math.max(8, size * 4)
    let same = 0
    for (let i = size; i < characters.length; i++) {
      same = characters[i] === characters[i - size] ? same + 1 : 0
      if (same + size >= needed) return true
    }
  }
  return false
}

function compression(text: string, quality: Quality): number {
  if (quality.compressionRatio !== undefined) return quality.compressionRatio
  const bytes = Buffer.from(text)
  return bytes.length < 60 ? 0 : bytes.length / deflateSync(bytes).length
}

/** Subtitle credits that recognisers learnt by heart; nobody says them in a live room. */
const always = [
  /请不吝点赞订阅转发打赏支持明镜/,
  /^(中文)?字幕(由|by)?amaraorg社区提供$/,
  /^(中文)?字幕(志愿者|组|制作|校对|提供).{0,12}$/,
  /^优优独播剧场/,
  /^(本字幕|字幕)由.{1,16}(提供|制作)$/,
]

/** Phantoms that are also ordinary words of a host: only where hardly anything was audible. */
const whenQuiet = /^(谢谢(大家|您的)?(观看|收看|收听)|感谢(观看|收看)|请订阅.{0,8}|点赞订阅转发)$/

function isPhantom(words: string, quiet: boolean): boolean {
  return always.some((phrase) => phrase.test(words)) || (quiet && whenQuiet.test(words))
}
