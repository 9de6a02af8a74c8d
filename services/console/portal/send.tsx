import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { useWords } from '../words/words.ts'
import { Trouble } from './parts.tsx'
import type { ApplicationView } from './queries.ts'
import { type Missing, nameOf, type StepId } from './steps.ts'

/** What is still missing, and the button that hands the form in. */
export function Send({
  view: { application },
  missing,
  before,
  to,
}: {
  readonly view: ApplicationView
  readonly missing: readonly Missing[]
  readonly before: () => Promise<void>
  readonly to?: (step: StepId) => void
}) {
  const say = useWords()
  const queries = useQueryClient()
  const sending = useMutation({
    mutationFn: async () => {
      await before()
      return read(api.applications[':id'].submit.$post({ param: { id: application.id } }))
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['portal'] }),
  })
  return (
    <section className="card">
      {missing.length > 0 ? (
        <>
          <h2>{say('portal.missing', { n: missing.length })}</h2>
          <ul className="missing">
            {missing.map((one) => (
              <li key={one.what}>
                <button type="button" className="as-link" onClick={() => to?.(one.step)}>
                  {say(nameOf(one))}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{say('portal.complete')}</p>
      )}
      <Trouble error={sending.error} />
      <button
        type="button"
        className="big"
        disabled={missing.length > 0 || sending.isPending}
        onClick={() => sending.mutate()}
        data-testid="submit-application"
      >
        {say(application.state === 'draft' ? 'portal.submit' : 'portal.submitMended')}
      </button>
    </section>
  )
}
