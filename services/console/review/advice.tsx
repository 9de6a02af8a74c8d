import { wallMsOf } from '#shared/domain/wall-clock.ts'
import type { FlagView } from '../queries.ts'
import { clock } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** What models have to do with the flag; an opinion is in the answer only after the reader's own verdict. */
export function Advice({ view }: { readonly view: FlagView }) {
  const say = useWords()
  const { advice, promotedFrom } = view
  return (
    <>
      {promotedFrom.map(({ by, model, at, note, reason }) => (
        <section className="fact" key={`${model}-${at}`} data-testid="promoted-from">
          <p className="small quiet">{say('panel.promoted', { by: by ?? '', model })}</p>
          {note && <q>{note}</q>}
          {reason && <p className="small">{reason}</p>}
        </section>
      ))}
      {advice && (
        <section className="fact" data-testid="advice">
          <h3>{say('panel.advice')}</h3>
          <p>
            <b>{say(`advice.${advice.opinion}`)}</b> <bdi>{advice.reason}</bdi>
          </p>
          <p className="small quiet">
            {advice.model}
            {advice.quotedMs !== null && ` · ${clock(quotedAtMs(view, advice.quotedMs))}`}
          </p>
        </section>
      )}
    </>
  )
}

function quotedAtMs(view: FlagView, quotedMs: number): number {
  const startedAt = new Date(view.recordingStartedAt)
  return wallMsOf({ startedAt, clock: view.recordingClock }, quotedMs)
}
