import { fileURLToPath } from 'node:url'
import { type LoadedModel, loadTagger } from '#shared/lexicon/tagger.ts'
import type { Found, Lexicon } from '#shared/text/compile.ts'
import type { FoundHit, Utterance } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { makeGround } from '#shared/text/learned/features.ts'
import {
  readAgain,
  rulesLearnedBeside,
  secondReading,
} from '#shared/text/learned/second-reading.ts'
import { type Find, tag, whereRulesAreSilent } from '#shared/text/learned/tag.ts'

type Stretch = Pick<FoundHit, 'start' | 'end' | 'suppressed'>

/** What was learned of whole sentences, beside the rules. */
export interface Tagger {
  /** Names the model in what it proposes. */
  readonly id: string
  /**
   * What reads like a claim where the rules are silent; `hits` are all of the text's, suppressed ones too. A hit that
   * the second reading took back is as good as silence.
   */
  propose(lexicon: Lexicon, utterance: Utterance, hits: readonly Stretch[]): Find[]
  /** What rules found, read again in its whole text; see `readAgain`. */
  readAgain(lexicon: Lexicon, utterance: Utterance, found: Found): FoundHit[]
}

/** A tagger that collects once what it needs to know of a lexicon. */
export function makeTagger({ model, id }: LoadedModel, tokenizer: Tokenizer): Tagger {
  const known = new WeakMap<Lexicon, ReturnType<typeof knowledgeOf>>()
  const knowledgeOf = (lexicon: Lexicon) => ({
    ground: makeGround(lexicon, model.kindsOf, tokenizer),
    rules: rulesLearnedBeside(lexicon, model),
  })
  const of = (lexicon: Lexicon) => {
    const made = known.get(lexicon) ?? knowledgeOf(lexicon)
    known.set(lexicon, made)
    return made
  }
  return {
    id,
    propose(lexicon, utterance, hits) {
      const spoken = hits.filter(({ suppressed }) => suppressed?.by !== secondReading)
      return whereRulesAreSilent(tag(of(lexicon).ground, model, utterance), spoken)
    },
    readAgain(lexicon, utterance, found) {
      const { ground, rules } = of(lexicon)
      return readAgain(ground, model, rules, utterance, found)
    },
  }
}

const shipped = fileURLToPath(new URL('../../lexicons', import.meta.url))

/** The tagger that comes with the program. */
export async function openTagger(tokenizer: Tokenizer): Promise<Tagger> {
  return makeTagger(await loadTagger(shipped), tokenizer)
}

/** A lexicon whose hits are read a second time by the tagger. */
export function readTwice(lexicon: Lexicon, tagger: Pick<Tagger, 'readAgain'>): Lexicon {
  const twice: Lexicon = {
    ...lexicon,
    secondReading: (utterance, found) => tagger.readAgain(twice, utterance, found),
  }
  return twice
}
