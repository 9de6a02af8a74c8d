import { policyFile } from '#shared/domain/policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { type ReportRules, reportRules } from './rules.ts'

/** The shipped rules of reports, for tests and figures. */
export async function shippedRules(): Promise<ReportRules> {
  const { source } = await loadLexicon('lexicons')
  const { versions } = await loadPolicy('policies/term-health.yaml', policyFile(TermHealthPolicy))
  return reportRules('policies', source, versions)
}
