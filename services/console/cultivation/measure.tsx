import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { type OfferState, offerSteps } from '#shared/domain/support.ts'
import { api, read } from '../client.ts'
import { useCan } from '../frame/can.ts'
import { Link } from '../frame/link.tsx'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { ForOperator } from './for-operator.tsx'
import { type MeasureRow, type OfferRow, offersQuery } from './queries.ts'

/** One measure: its text, to whom it was offered, what came of each offer. */
export function MeasureFile({ measure }: { readonly measure: MeasureRow }) {
  const say = useWords()
  const can = useCan()
  const offers = useQuery(offersQuery(measure.id))
  return (
    <div className="file-sheet" data-testid="measure-file">
      <section>
        <h2>
          <bdi>{measure.title}</bdi>
        </h2>
        <p className="quiet num">
          {measure.validFrom} – {measure.validUntil ?? say('operators.forever')}
        </p>
      </section>
      {measure.body && <article className="guide-text">{measure.body}</article>}
      <section>
        <Loaded query={offers}>
          {({ rows }) => (
            <>
              <h3>{say('measure.offers', { n: rows.length })}</h3>
              <ul className="offers">
                {rows.map((offer) => (
                  <Offer key={offer.id} offer={offer} />
                ))}
              </ul>
              {can('support.write') && (
                <OfferTo id={measure.id} have={rows.map(({ operatorId }) => operatorId)} />
              )}
            </>
          )}
        </Loaded>
      </section>
    </div>
  )
}

function Offer({ offer }: { readonly offer: OfferRow }) {
  const say = useWords()
  const can = useCan()
  const steps = offerSteps[offer.state]
  return (
    <li data-testid="offer-row">
      <div className="bar">
        <span className="num quiet">{offer.offeredOn}</span>
        <Link href={`/operators?id=${offer.operatorId}`}>
          <bdi>{offer.operator}</bdi>
        </Link>
        <span className="pill strong">{say(`offer.${offer.state}`)}</span>
        {offer.outcome && <bdi className="quiet">{offer.outcome}</bdi>}
      </div>
      {steps.length > 0 && can('support.write') && <Outcome offer={offer} steps={steps} />}
    </li>
  )
}

function Outcome({
  offer,
  steps,
}: {
  readonly offer: OfferRow
  readonly steps: readonly OfferState[]
}) {
  const say = useWords()
  const queries = useQueryClient()
  const [outcome, setOutcome] = useState('')
  const noting = useMutation({
    mutationFn: (state: OfferState) =>
      read(
        api.support.offers[':id'].outcome.$post({
          param: { id: offer.id },
          json: { state: state as Exclude<OfferState, 'offered'>, outcome },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['offers'] }),
  })
  return (
    <>
      <div className="bar">
        <Input
          style={{ width: 260 }}
          maxLength={2000}
          aria-label={say('measure.outcome')}
          placeholder={say('measure.outcome')}
          value={outcome}
          onChange={(event) => setOutcome(event.target.value)}
        />
        {steps.map((state) => (
          <Button
            key={state}
            disabled={outcome.trim() === ''}
            loading={noting.isPending && noting.variables === state}
            onClick={() => noting.mutate(state)}
          >
            {say(`offer.${state}`)}
          </Button>
        ))}
      </div>
      {noting.error && <Alert type="error" title={sentenceOf(noting.error, say)} />}
    </>
  )
}

function OfferTo({ id, have }: { readonly id: string; readonly have: readonly string[] }) {
  const say = useWords()
  const queries = useQueryClient()
  return (
    <ForOperator
      have={have}
      choose={say('measure.choose')}
      label={say('measure.offer')}
      act={async (operatorId) => {
        await read(api.support[':id'].offers.$post({ param: { id }, json: { operatorId } }))
        await queries.invalidateQueries({ queryKey: ['offers'] })
      }}
    />
  )
}
