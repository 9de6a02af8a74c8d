import { useQuery } from '@tanstack/react-query'
import { Link } from '../frame/link.tsx'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { operatorOffersQuery } from './queries.ts'

/** 培育措施: what this operator was offered and what came of it. */
export function OperatorOffers({ id }: { readonly id: string }) {
  const say = useWords()
  const query = useQuery(operatorOffersQuery(id))
  return (
    <section>
      <h3>{say('operators.offers')}</h3>
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="quiet">{say('operators.noOffers')}</p>
          ) : (
            <ul className="lines">
              {rows.map(({ id: offer, measureId, measure, offeredOn, state, outcome }) => (
                <li key={offer}>
                  <span className="num quiet">{offeredOn}</span>{' '}
                  <Link href={`/cultivation?tab=measures&id=${measureId}`}>
                    <bdi>{measure}</bdi>
                  </Link>{' '}
                  <span className="pill">{say(`offer.${state}`)}</span>{' '}
                  {outcome && <bdi className="quiet">{outcome}</bdi>}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}
