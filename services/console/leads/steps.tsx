import { useQueryClient } from '@tanstack/react-query'
import { leadSteps, leadVerbs } from '#shared/domain/lead.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { RecordForm } from '../frame/record-form.tsx'
import { useWords } from '../words/words.ts'
import type { LeadView } from './queries.ts'
import { type Step, stepForm } from './step-form.ts'

/** What may be done with a lead now; the house refuses the rest with its reason. */
export function Steps({ lead }: { readonly lead: LeadView['lead'] }) {
  const say = useWords()
  const can = useCan()
  const queries = useQueryClient()
  if (!can('lead.write')) return null
  const step = async (json: Step) => {
    await read(api.leads[':id'].steps.$post({ param: { id: lead.id }, json }))
    await queries.invalidateQueries({ queryKey: ['lead', lead.id] })
    await queries.invalidateQueries({ queryKey: ['leads'] })
  }
  const verbs = leadVerbs.filter(
    (verb) => leadSteps[verb].from.includes(lead.state) && !(verb === 'extend' && lead.extended),
  )
  return verbs.map((verb) => {
    const { fields, initial, as } = stepForm(verb, lead, say)
    return (
      <section key={`${lead.state} ${verb}`}>
        <h3>{say(`leads.do.${verb}`)}</h3>
        <RecordForm
          testId={`lead-${verb}`}
          button={say(`leads.do.${verb}`)}
          fields={fields}
          initial={initial}
          save={(filled) => step(as(filled))}
        />
      </section>
    )
  })
}
