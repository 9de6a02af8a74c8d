import type { InferRequestType } from 'hono/client'
import { LeadDisposal, LeadResult, type LeadVerb } from '#shared/domain/lead.ts'
import type { api } from '../client.ts'
import type { Field, Values } from '../frame/record-form.tsx'
import type { Say } from '../words/words.ts'
import type { LeadView } from './queries.ts'

export type Step = InferRequestType<(typeof api.leads)[':id']['steps']['$post']>['json']

interface StepForm {
  readonly fields: readonly Field[]
  readonly initial: Values
  readonly as: (filled: Values) => Step
}

/** What a person fills in for one step of a lead, and the step it makes. */
export function stepForm(verb: LeadVerb, lead: LeadView['lead'], say: Say): StepForm {
  const reason = (must: boolean): Field => ({
    name: 'reason',
    label: say(`leads.reason.${verb}`),
    kind: 'text',
    must,
    max: 2000,
    rows: 2,
  })
  const said = ({ reason }: Values) => ({ reason: String(reason ?? '') })
  switch (verb) {
    case 'send':
      return {
        fields: [
          {
            name: 'unit',
            label: say('leads.unit'),
            kind: 'line',
            must: true,
            half: true,
            max: 100,
          },
          { name: 'outside', label: say('leads.outside'), kind: 'switch', half: true },
          reason(false),
        ],
        initial: { unit: lead.unit, outside: lead.outside, reason: '' },
        as: (it) => ({
          verb,
          unit: String(it.unit),
          outside: it.outside === true,
          ...said(it),
        }),
      }
    case 'report': {
      const choices = (names: readonly { value: string; label: string }[]) =>
        ({ kind: 'choice', must: true, half: true, options: names }) as const
      const results = LeadResult.options.map((value) => ({
        value,
        label: say(`leads.result.${value}`),
      }))
      const disposals = LeadDisposal.options.map((value) => ({
        value,
        label: say(`leads.disposal.${value}`),
      }))
      return {
        fields: [
          { name: 'result', label: say('leads.result'), ...choices(results) },
          { name: 'disposal', label: say('leads.disposal'), ...choices(disposals) },
          reason(true),
        ],
        initial: { result: 'true', disposal: 'order', reason: '' },
        as: (it) => ({
          verb,
          result: LeadResult.parse(it.result),
          disposal: LeadDisposal.parse(it.disposal),
          ...said(it),
        }),
      }
    }
    default: {
      const must = verb === 'extend'
      return {
        fields: [reason(must)],
        initial: { reason: '' },
        as: (it) => ({ verb, ...said(it) }),
      }
    }
  }
}
