import type { AbsenceExample, AbsenceOutcome } from '#shared/domain/absence.ts'
import { findAbsences } from './absence.ts'
import type { Lexicon } from './compile.ts'
import type { Talk } from './talk.ts'

/** A made-up broadcast that did not come out as its rule says. */
export interface FailedAbsence {
  readonly category: string
  readonly rule: string
  readonly wanted: AbsenceOutcome
  readonly got: AbsenceOutcome | 'not meant'
  readonly reason: string
  readonly example: AbsenceExample
}

const kinds = [
  ['missing', 'missing'],
  ['said', 'said'],
  ['unclear', 'cannot_tell'],
] as const

/** A made-up broadcast as one that was heard: its sentences fill its minutes evenly. */
export function talkOf({ title, goods, room, minutes, said, staff }: AbsenceExample): Talk {
  const each = (minutes * 60_000) / Math.max(1, said.length)
  const sentences = said.map((text, i) => ({ text, startMs: i * each, endMs: (i + 1) * each }))
  const written = staff.map((text, i) => ({ text, tMs: i * each }))
  const piece = { startedAt: new Date(0), title, sentences, staff: written }
  return { pieces: [piece], goods: goods ?? null, roomType: room ?? null }
}

/** Runs the made-up broadcasts of every rule of absence. */
export function failedAbsences(lexicon: Lexicon, only?: string): FailedAbsence[] {
  return lexicon.absences
    .filter(({ category }) => only === undefined || category.id === only)
    .flatMap(({ rule, category }) =>
      kinds.flatMap(([kind, wanted]) =>
        rule.examples[kind].flatMap((example): FailedAbsence[] => {
          const all = findAbsences(lexicon, talkOf(example))
          const found = all.find((finding) => finding.rule === rule.id)
          const got = found?.outcome ?? 'not meant'
          if (got === wanted) return []
          const reason = found?.reason ?? '规则不管这种商品或直播间'
          return [{ category: category.id, rule: rule.id, wanted, got, reason, example }]
        }),
      ),
    )
}
