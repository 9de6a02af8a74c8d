import type { Example } from '#shared/domain/lexicon.ts'
import { type FailedAbsence, failedAbsences } from './absence-examples.ts'
import type { Lexicon } from './compile.ts'
import { detect } from './detect.ts'
import type { Tokenizer } from './edges.ts'

/** A rule's own sentence that did not come out as it should. */
export interface FailedExample {
  readonly category: string
  readonly rule: string
  /** What it should have been. */
  readonly wanted: 'match' | 'clean'
  readonly example: Example
}

/**
 * Runs every rule's own sentences: one that must match has to be kept under the rule's category, one that must not may
 * not be kept under the rule itself. The made-up broadcasts of rules of absence are run too.
 */
export function failedExamples(
  lexicon: Lexicon,
  tokenizer?: Tokenizer,
  only?: string,
): FailedExample[] {
  return [
    ...failedSentences(lexicon, tokenizer, only),
    ...failedAbsences(lexicon, only).map(asSentence),
  ]
}

/** A lexicon whose rules' words are enough, also where they alone say nothing. */
export const takenAsLikely = (lexicon: Lexicon): Lexicon => ({
  ...lexicon,
  secondReading: (_, { hits, likely }) => [...hits, ...likely],
})

/** A made-up broadcast as the list of failures shows it. */
function asSentence({ category, rule, wanted, reason, example }: FailedAbsence): FailedExample {
  const { title, said, minutes, goods } = example
  const text = `(${minutes} 分钟)${[title, ...said].filter(Boolean).join(' / ')}:${reason}`
  return {
    ...{ category, rule, wanted: wanted === 'missing' ? 'match' : 'clean' },
    example: { text, goods, channel: undefined, at: undefined },
  }
}

function failedSentences(
  lexicon: Lexicon,
  tokenizer: Tokenizer | undefined,
  only: string | undefined,
): FailedExample[] {
  return lexicon.source.rules
    .filter(({ category }) => only === undefined || category === only)
    .flatMap(({ category, rules }) =>
      rules.flatMap((rule) => {
        const usual = rule.channels.includes('speech') ? 'speech' : (rule.channels[0] ?? 'speech')
        const kept = (example: Example) =>
          detect(lexicon, { ...example, channel: example.channel ?? usual }, tokenizer).filter(
            (hit) => !hit.suppressed,
          )
        const failed = (wanted: 'match' | 'clean') => (example: Example) => ({
          ...{ category, wanted, example },
          rule: rule.id,
        })
        return [
          // Nobody can tell without the second reading.
          ...(rule.likely !== undefined && !lexicon.secondReading ? [] : rule.examples.match)
            .filter((example) => !kept(example).some((hit) => hit.category === category))
            .map(failed('match')),
          ...rule.examples.clean
            .filter((example) => kept(example).some((hit) => hit.rule === rule.id))
            .map(failed('clean')),
        ]
      }),
    )
}
