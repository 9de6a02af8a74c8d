import { useQuery } from '@tanstack/react-query'
import { requiredFields } from '#shared/domain/application.ts'
import { useParams } from '../frame/router.ts'
import { Loaded } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { useDraft } from './draft.ts'
import { Field } from './field.tsx'
import { Known } from './known.tsx'
import { Materials } from './materials.tsx'
import { Trouble } from './parts.tsx'
import { type ApplicationView, applicationQuery } from './queries.ts'
import { Send } from './send.tsx'
import { missingIn, openIn, progressOf, type StepId, steps } from './steps.ts'
import { Way } from './way.tsx'

/** One application: the form while it is a draft, what was returned while it is to be mended, else only its way. */
export function ApplicationForm({ id }: { readonly id: string }) {
  const query = useQuery(applicationQuery(id))
  return <Loaded query={query}>{(view) => <Form key={view.application.id} view={view} />}</Loaded>
}

function Form({ view }: { readonly view: ApplicationView }) {
  const { application, room } = view
  const { state, mend } = application
  return (
    <>
      <h1>
        <bdi>{room}</bdi>
      </h1>
      {state !== 'draft' && <Way view={view} />}
      {state === 'draft' && <Steps view={view} />}
      {state === 'open' && mend.length > 0 && <Mending view={view} />}
    </>
  )
}

function Steps({ view }: { readonly view: ApplicationView }) {
  const say = useWords()
  const draft = useDraft(view)
  const [params, change] = useParams()
  const at = Math.max(
    0,
    steps.findIndex(({ id }) => id === params.get('step')),
  )
  const step = steps[at] ?? steps[0]
  const missing = missingIn(draft.fields, view.materials)
  const percent = progressOf(draft.fields, view.materials)
  const to = (id: StepId) => {
    void draft.flush()
    change({ step: id })
    scrollTo(0, 0)
  }
  if (!step) return null
  const [before, after] = [steps[at - 1], steps[at + 1]]
  return (
    <>
      <ol className="steps">
        {steps.map(({ id }, i) => (
          <li key={id}>
            <button
              type="button"
              aria-current={i === at ? 'step' : undefined}
              onClick={() => to(id)}
              data-testid={`step-${id}`}
            >
              <i>{i + 1}</i>
              {say(`portal.step.${id}`)}
              {missing.some((one) => one.step === id) && (
                <span className="hidden-text">{say('portal.stepLacks')}</span>
              )}
            </button>
          </li>
        ))}
      </ol>
      <div className="progress">
        <progress max={100} value={percent} aria-label={say('portal.progress', { n: percent })} />
        <span className="num">{say('portal.progress', { n: percent })}</span>
        <span role="status" className="end quiet" data-testid="saving">
          {say(`portal.save.${draft.saving}`)}
        </span>
      </div>
      <Trouble error={draft.error} />
      <Known step={step.id} roomId={view.application.roomId} />
      {step.fields.map((name) => (
        <Field
          key={name}
          name={name}
          draft={draft}
          open
          why={undefined}
          required={requiredFields.some((one) => one === name)}
        />
      ))}
      {step.id === 'materials' && <Materials view={view} only={() => true} />}
      {!after && <Send view={view} missing={missing} before={draft.flush} to={to} />}
      <div className="buttons">
        {before && (
          <button type="button" className="big second" onClick={() => to(before.id)}>
            {say('portal.back')}
          </button>
        )}
        {after && (
          <button
            type="button"
            className="big"
            onClick={() => to(after.id)}
            data-testid="step-next"
          >
            {say('portal.next', { step: say(`portal.step.${after.id}`) })}
          </button>
        )}
      </div>
    </>
  )
}

/** 补正: exactly what was returned, and nothing else can be changed. */
function Mending({ view }: { readonly view: ApplicationView }) {
  const say = useWords()
  const draft = useDraft(view)
  const { mend } = view.application
  const fields = steps.flatMap((step) => step.fields).filter((name) => openIn(view, name))
  return (
    <section data-testid="mending">
      <h2>{say('portal.mend', { n: mend.length })}</h2>
      <p className="gloss">{say('portal.mendGloss')}</p>
      <Trouble error={draft.error} />
      {fields.map((name) => (
        <Field
          key={name}
          name={name}
          draft={draft}
          open
          why={mend.find(({ what }) => what === name)?.why}
          required={false}
        />
      ))}
      <Materials view={view} only={(kind) => openIn(view, kind)} />
      <Send view={view} missing={missingIn(draft.fields, view.materials)} before={draft.flush} />
    </section>
  )
}
