import type { ApplicationFields } from '#shared/domain/application.ts'
import { useWords } from '../words/words.ts'
import type { ApplicationView } from './queries.ts'

type Field = keyof ApplicationFields

export const fieldNames: readonly Field[] = [
  ...(['staff', 'disabledStaff', 'followers', 'hours', 'mainGoods', 'isDigitalHuman'] as const),
  ...(['actualOperator', 'sessionsLastYear', 'hoursLastYear', 'turnoverLastYear'] as const),
  ...(['ordersLastYear', 'complaintsLastYear', 'complaintsClosedShare'] as const),
  ...(['complianceSystem', 'training', 'publicService', 'promise'] as const),
]

/** 申报表 as filled, with what is to be mended at its line. */
export function Fields({
  fields,
  mend,
}: {
  readonly fields: ApplicationFields
  readonly mend: ApplicationView['application']['mend']
}) {
  const say = useWords()
  const textOf = (value: ApplicationFields[Field]) => {
    if (value === undefined || value === '') return <span className="quiet">–</span>
    if (typeof value === 'boolean') return say(value ? 'applications.yes' : 'applications.no')
    return <bdi>{String(value)}</bdi>
  }
  return (
    <section className="panel card">
      <h3>{say('applications.form')}</h3>
      <dl className="form-facts">
        {fieldNames.map((name) => (
          <div key={name}>
            <dt>{say(`field.${name}`)}</dt>
            <dd>{textOf(fields[name])}</dd>
          </div>
        ))}
      </dl>
      {mend.length > 0 && (
        <>
          <h3>{say('applications.mend')}</h3>
          <ul className="lines">
            {mend.map(({ what, why }) => (
              <li key={what}>
                <b>{say(isField(what) ? `field.${what}` : `material.${what}`)}</b> <bdi>{why}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function isField(what: string): what is Field {
  return fieldNames.some((name) => name === what)
}
