import { LexiconDocument, type LexiconSource } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import { faultWords } from '#shared/policy/words.ts'

/** Faults named at most; more help nobody. */
const namedFaults = 20

/**
 * A lexicon from the data it is stored or handed over as. Throws `invalid` naming the places at fault, two uses of one
 * rule's number among them.
 */
export function readDocument(data: unknown): LexiconSource {
  const parsed = LexiconDocument.safeParse(data)
  if (!parsed.success) {
    const faults = parsed.error.issues
      .slice(0, namedFaults)
      .map((issue) => `${issue.path.join('.') || '(全文)'}:${faultWords(issue)}`)
    throw new AppError('invalid', `词库内容有误,请按提示修改:\n${faults.join('\n')}`)
  }
  const ids = parsed.data.rules.flatMap(({ rules, absent = [] }) =>
    [...rules, ...absent].map(({ id }) => id),
  )
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice) throw new AppError('invalid', `规则编号 ${twice} 用了两次,请改其中一个。`)
  return parsed.data
}
