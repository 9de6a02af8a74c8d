import { useQuery } from '@tanstack/react-query'
import { date } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Deadline } from './parts.tsx'
import { type ApplicationView, historyQuery } from './queries.ts'
import { stageAt, turnAt, wayStages } from './turns.ts'

/** 进度: one line of stages with their days, and whose turn it is by when. */
export function Way({ view: { application, place } }: { readonly view: ApplicationView }) {
  const say = useWords()
  const history = useQuery(historyQuery(application.roomId))
  const reached = stageAt(place)
  const at = reached === null ? -1 : wayStages.indexOf(reached)
  const since = new Map(
    (history.data?.rows ?? []).flatMap(({ at: when, body }) => {
      const stage = body.kind === 'moved' ? stageAt(body.to) : null
      return stage === null || when < (application.submittedAt ?? '')
        ? []
        : [[stage, when] as const]
    }),
  )
  const turn = turnAt(place)
  return (
    <section className="card" data-testid="way">
      <h2>{say('portal.way')}</h2>
      <ol className="way">
        {wayStages.map((stage, i) => (
          <li
            key={stage}
            className={i < at ? 'done' : i === at ? 'now' : ''}
            aria-current={i === at ? 'step' : undefined}
          >
            <b>{say(`portal.stage.${stage}`)}</b>
            <span className="quiet num">{dayOf(since.get(stage))}</span>
          </li>
        ))}
      </ol>
      <p>
        {say('portal.turn')}
        <b>{say(`portal.turn.${turn}`)}</b>
      </p>
      {application.dueAt && <Deadline dueAt={application.dueAt} />}
      {application.dueUnknown && <p className="quiet">{application.dueUnknown}</p>}
      {application.opinion && (
        <p>
          {say('portal.opinion')}
          <bdi>{application.opinion}</bdi>
        </p>
      )}
    </section>
  )
}

const dayOf = (when: string | undefined) => (when ? date(when) : '')
