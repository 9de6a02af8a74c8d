import { applicationSteps } from './application.ts'
import { leadSteps } from './lead.ts'
import { noticeSteps } from './notice.ts'
import { RemovalState } from './removal-stages.ts'

/** A change of state of a case, by the table it stands in. */
export interface CaseStep {
  readonly caseTable: 'applications' | 'notices' | 'leads' | 'removal_proposals'
  readonly fromState: string
  readonly toState: string
}

type Steps = Readonly<
  Record<string, { readonly from: readonly string[]; readonly to: string | null }>
>

/** Every change of state that the tables of verbs allow, each once: what the database knows of them. */
export const caseSteps: readonly CaseStep[] = [
  ...stepsOf('applications', applicationSteps),
  ...stepsOf('notices', noticeSteps),
  ...stepsOf('leads', leadSteps),
  // A case ends once, and never begins again: what comes after a removal is written beside its state.
  ...RemovalState.exclude(['drafted']).options.map(
    (toState): CaseStep => ({ caseTable: 'removal_proposals', fromState: 'drafted', toState }),
  ),
]

function stepsOf(caseTable: CaseStep['caseTable'], steps: Steps): CaseStep[] {
  const found = Object.values(steps).flatMap(({ from, to }) =>
    from.flatMap((fromState) => (to === null ? [] : [`${fromState} ${to}`])),
  )
  return [...new Set(found)].map((pair) => {
    const [fromState = '', toState = ''] = pair.split(' ')
    return { caseTable, fromState, toState }
  })
}
