import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import type { MembershipState } from '#shared/domain/membership.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { useSession } from '../frame/session.tsx'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Mend, type MendLine } from './mend.tsx'
import { NewObjection } from './objections.tsx'
import type { ApplicationView } from './queries.ts'

type Review = Parameters<(typeof api.applications)[':id']['review']['$post']>[0]['json']['verb']

interface Offer {
  /** Who takes these steps: anybody with the right, or the city alone. */
  readonly city: boolean
  readonly steps: readonly (Review | 'publicize' | 'list' | 'extend')[]
}

/** What may be done where; the house refuses the rest with its reason. */
const offers: Partial<Readonly<Record<MembershipState, Offer>>> = {
  submitted: { city: false, steps: ['start_county_review'] },
  county_review: { city: false, steps: ['report', 'return', 'reject', 'extend'] },
  reported: { city: true, steps: ['start_city_review'] },
  city_review: { city: true, steps: ['return', 'reject', 'extend'] },
  scored: { city: true, steps: ['publicize', 'reject'] },
  publicity: { city: true, steps: ['list'] },
}

/** The next steps of an application under way: pass, send back with exactly what to mend, refuse with a reason. */
export function Steps({ view }: { readonly view: ApplicationView }) {
  const say = useWords()
  const can = useCan()
  const { region } = useSession()
  const queries = useQueryClient()
  const [opinion, setOpinion] = useState('')
  const [mend, setMend] = useState<readonly MendLine[]>([])
  const { application, place, eligible } = view
  const param = { id: application.id }
  const route = api.applications[':id']
  const stepping = useMutation({
    mutationFn: async (step: Offer['steps'][number]) => {
      const json = { reason: opinion }
      if (step === 'publicize') await read(route.publicize.$post({ param, json }))
      else if (step === 'list') await read(route.list.$post({ param, json }))
      else if (step === 'extend') await read(route.extend.$post({ param, json }))
      else
        await read(
          route.review.$post({
            param,
            json: { verb: step, opinion, ...(step === 'return' ? { mend: [...mend] } : {}) },
          }),
        )
    },
    onSuccess: async () => {
      setOpinion('')
      setMend([])
      await queries.invalidateQueries({ queryKey: ['application', application.id] })
      await queries.invalidateQueries({ queryKey: ['applications'] })
    },
  })
  const offer = offers[place]
  if (!offer || (offer.city && region.includes('/'))) return null
  const settles = (step: string) => step === 'publicize' || step === 'list'
  const steps = offer.steps.filter((step) =>
    can(settles(step) ? 'application.settle' : 'application.review'),
  )
  if (steps.length === 0) return null
  return (
    <section className="panel card sign" data-testid="application-steps">
      <h3>{say('applications.next')}</h3>
      {!eligible && <Alert type="warning" showIcon title={say('applications.notEligible')} />}
      {steps.includes('return') && <Mend lines={mend} change={setMend} />}
      <Input.TextArea
        rows={2}
        maxLength={4000}
        aria-label={say('applications.opinion')}
        placeholder={say('applications.opinionHint')}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
      {stepping.error && <Alert type="error" title={sentenceOf(stepping.error, say)} />}
      <div className="bar">
        {steps.map((step, i) => (
          <Button
            key={step}
            type={i === 0 ? 'primary' : 'default'}
            danger={step === 'reject'}
            data-testid={`step-${step}`}
            disabled={step === 'return' && mend.length === 0}
            loading={stepping.isPending && stepping.variables === step}
            onClick={() => stepping.mutate(step)}
          >
            {say(`step.${step}`)}
          </Button>
        ))}
      </div>
      {place === 'publicity' && can('application.object') && <NewObjection id={application.id} />}
    </section>
  )
}
