import type { JudgedText } from '#shared/db/regression.ts'
import type { FailedExample } from '#shared/text/examples.ts'

/** What a version makes of one judged text. */
export interface Outcome {
  readonly text: JudgedText
  /** A hit of the flag's category that a person would see overlaps the place the verdict is about. */
  readonly found: boolean
}

/** Named one by one up to this many; beyond it only counted. */
const named = 100

interface Listed<T> {
  readonly count: number
  readonly first: readonly T[]
}

/** What is known about a version before it is published. */
export interface GateReport {
  /** Flags and texts looked at. */
  readonly confirmedFlags: number
  readonly dismissedFlags: number
  readonly texts: number
  /** Rules' own sentences that do not come out as their rule says. */
  readonly examples: Listed<FailedExample>
  /** Texts of confirmed flags that would no longer be found: the reason to refuse. */
  readonly lost: Listed<JudgedText>
  /** Texts of dismissed flags that would be flagged as they are now, and those that are not and would be again. */
  readonly stillFlagged: Listed<JudgedText>
  readonly comesBack: Listed<JudgedText>
}

/** Adds up outcomes as they come; holds no more of them than it names. */
export function gateTally(examples: readonly FailedExample[]) {
  const flags = { confirmed: 0, dismissed: 0 }
  let last: string | null = null
  let texts = 0
  const lists = { lost: list(), stillFlagged: list(), comesBack: list() }
  return {
    /** Texts of one flag come together. */
    add({ text, found }: Outcome): void {
      if (text.flagId !== last) flags[text.verdict]++
      last = text.flagId
      texts++
      if (text.verdict === 'confirmed') {
        if (!found) lists.lost.add(text)
      } else if (found) lists[text.standing ? 'stillFlagged' : 'comesBack'].add(text)
    },
    report(): GateReport {
      return {
        ...{ confirmedFlags: flags.confirmed, dismissedFlags: flags.dismissed, texts },
        examples: { count: examples.length, first: examples.slice(0, named) },
        lost: lists.lost.listed(),
        stillFlagged: lists.stillFlagged.listed(),
        comesBack: lists.comesBack.listed(),
      }
    },
  }
}

function list() {
  let count = 0
  const first: JudgedText[] = []
  return {
    add(text: JudgedText) {
      if (++count <= named) first.push(text)
    },
    listed: (): Listed<JudgedText> => ({ count, first }),
  }
}

/** Lines of a refusal; whoever wants all of them asks for the check. */
const saidInRefusal = 5

/** Why the version may not be published without a person's reason, naming sentence and flag; null when it may. */
export function refusalOf({ lost, examples }: GateReport): string | null {
  if (lost.count + examples.count === 0) return null
  const more = (count: number) => (count > saidInRefusal ? [`…共 ${count} 处`] : [])
  return [
    ...(lost.count > 0 ? [`有 ${lost.count} 处人工判定成立的话将不再命中:`] : []),
    ...lost.first.slice(0, saidInRefusal).map((text) => `  ${judgedLine(text)}`),
    ...more(lost.count),
    ...(examples.count > 0 ? [`有 ${examples.count} 句规则例句不符:`] : []),
    ...examples.first.slice(0, saidInRefusal).map((failed) => `  ${exampleLine(failed)}`),
    ...more(examples.count),
    '请修改词库后重新起草;确需发布的,请写明理由后强制发布。',
  ].join('\n')
}

/** A judged text in one line: its flag, category, room and the words, the phrase between 【】. */
export function judgedLine(text: JudgedText): string {
  const { flagId, category, room, quote, quoteStart, quoteEnd } = text
  const marked = `${quote.slice(0, quoteStart)}【${quote.slice(quoteStart, quoteEnd)}】${quote.slice(quoteEnd)}`
  return `线索 ${flagId.slice(0, 8)} ${category} ${room}:${marked}`
}

/** A rule's sentence that failed, in one line. */
export function exampleLine({ rule, wanted, example }: FailedExample): string {
  return `规则 ${rule}:“${example.text}”${wanted === 'match' ? '应当命中而没有' : '不应命中而命中了'}`
}
