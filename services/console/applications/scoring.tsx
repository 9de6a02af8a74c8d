import { useQuery } from '@tanstack/react-query'
import { useCan } from '../frame/can.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { score } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { AssignPanel } from './assign.tsx'
import { CardForm } from './card-form.tsx'
import {
  type ApplicationView,
  batchesQuery,
  type Panel,
  panelQuery,
  proposedQuery,
  sheetsQuery,
} from './queries.ts'

/** 赋分: each scorer blind, then the cards beside each other, then the chief's final one. */
export function Scoring({ view }: { readonly view: ApplicationView }) {
  const { id, batchId } = view.application
  const panel = useQuery(panelQuery(id))
  const sheets = useQuery(sheetsQuery).data?.rows
  const batch = useQuery(batchesQuery).data?.rows.find((row) => row.id === batchId)
  const proposed = useQuery(proposedQuery(id)).data
  const sheet = sheets?.find(({ version }) => version === batch?.sheetVersion)
  const { name } = useSession()
  const can = useCan()
  return (
    <Loaded query={panel}>
      {(data) => {
        const own = data.cards.find(({ kind, scorer }) => kind === 'scorer' && scorer === name)
        const final = data.cards.find(({ kind }) => kind === 'final')
        const mayScore = own?.state === 'assigned' && can('application.score')
        const maySettle =
          data.complete &&
          !final &&
          !own &&
          can('application.settle') &&
          view.place === 'city_review'
        return (
          <>
            <Cards panel={data} />
            {data.cards.length === 0 &&
              can('application.assign') &&
              view.place === 'city_review' && <AssignPanel id={id} />}
            {sheet && proposed && (mayScore || maySettle) && (
              <CardForm
                key={maySettle ? 'final' : 'card'}
                id={id}
                sheet={sheet}
                proposed={proposed}
                final={maySettle}
                differences={maySettle ? (data.differences ?? []) : []}
              />
            )}
          </>
        )
      }}
    </Loaded>
  )
}

/** Who has scored, and, once all have, what each gave. */
function Cards({ panel }: { readonly panel: Panel }) {
  const say = useWords()
  if (panel.cards.length === 0) return null
  const differing = new Set(panel.differences?.map(({ item }) => item))
  const items = [
    ...new Set(panel.cards.flatMap(({ card }) => card?.marks.map(({ item }) => item) ?? [])),
  ].sort()
  return (
    <section className="panel card">
      <h3>{say('scoring.cards')}</h3>
      {!panel.complete && <p className="quiet">{say('scoring.blind', { n: panel.waiting })}</p>}
      <div className="scroll-x">
        <table className="sums">
          <thead>
            <tr>
              <th>{say('scoring.item')}</th>
              {panel.cards.map(({ scorer, kind }) => (
                <th key={`${kind}-${scorer}`} className="n">
                  <bdi>{scorer}</bdi>
                  {kind === 'final' && <span className="pill strong">{say('scoring.final')}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item} className={differing.has(item) ? 'differs' : ''}>
                <td className="num">
                  {item}{' '}
                  {differing.has(item) && (
                    <span className="pill late">{say('scoring.differs')}</span>
                  )}
                </td>
                {panel.cards.map(({ scorer, kind, card }) => {
                  const mark = card?.marks.find((m) => m.item === item)
                  return (
                    <td key={`${kind}-${scorer}`} className="n" title={mark?.note}>
                      {mark ? score(mark.points) : '–'}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td>{say('ranking.total')}</td>
              {panel.cards.map(({ scorer, kind, state, total, outcome }) => (
                <td key={`${kind}-${scorer}`} className="n">
                  {total === null ? say(`scoring.${state}`) : score(total)}
                  {outcome && <div className="small">{say(`outcome.${outcome}`)}</div>}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  )
}
