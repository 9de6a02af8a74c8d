import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import type { ReportState, ReportVerb } from '#shared/domain/report-life.ts'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import type { Report } from '../queries.ts'
import { useWords } from '../words/words.ts'

/** What may be done to a report in its state; the house refuses the rest with its reason. */
const steps: Readonly<Record<ReportState, readonly ReportVerb[]>> = {
  draft: ['review'],
  reviewed: ['sign', 'return'],
  signed: ['unsign'],
  frozen: ['correct'],
}
const needReason: readonly ReportVerb[] = ['return', 'correct']

/** 编制 → 审核 → 签发 → 冻结, each by another person; a later correction makes the next version. */
export function ReportLife({ report }: { readonly report: Report }) {
  const say = useWords()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const { day, region, period, version, builtAt, state } = report
  const step = useMutation({
    mutationFn: (verb: ReportVerb) =>
      read(
        api.reports[':day'].act.$post({
          param: { day },
          query: { region, period },
          json: { verb, version, builtAt, ...(reason.trim() ? { reason } : {}) },
        }),
      ),
    onSuccess: async () => {
      setReason('')
      await queries.invalidateQueries({ queryKey: ['report'] })
    },
  })
  return (
    <section className="panel report-life" aria-label={say('reports.life')}>
      <span className="pill strong" data-testid="report-state">
        {say(`reports.state.${state}`)} · {say('case.version', { n: version })}
      </span>
      {report.reviewedBy && (
        <span className="small">{say('reports.reviewedBy', { name: report.reviewedBy })}</span>
      )}
      {report.signedBy && (
        <span className="small">{say('reports.signedBy', { name: report.signedBy })}</span>
      )}
      {steps[state].some((verb) => needReason.includes(verb)) && (
        <Input
          style={{ width: 260 }}
          maxLength={500}
          aria-label={say('reports.reason')}
          placeholder={say('reports.reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {steps[state].map((verb) => (
        <Button
          key={verb}
          type={verb === 'review' || verb === 'sign' ? 'primary' : 'default'}
          data-testid={`report-${verb}`}
          disabled={needReason.includes(verb) && reason.trim() === ''}
          loading={step.isPending && step.variables === verb}
          onClick={() => step.mutate(verb)}
        >
          {say(`reports.act.${verb}`)}
        </Button>
      ))}
      {step.error && <Alert type="error" title={sentenceOf(step.error, say)} />}
    </section>
  )
}
