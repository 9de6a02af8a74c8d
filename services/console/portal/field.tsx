import { useId } from 'react'
import type { ApplicationFields } from '#shared/domain/application.ts'
import { useWords } from '../words/words.ts'
import type { Draft } from './draft.ts'
import { inputs } from './steps.ts'

/** One field of the form with what was sent back about it; locked where it may not be changed. */
export function Field({
  name,
  draft,
  open,
  why,
  required,
}: {
  readonly name: keyof ApplicationFields
  readonly draft: Draft
  readonly open: boolean
  readonly why: string | undefined
  readonly required: boolean
}) {
  const say = useWords()
  const id = useId()
  const label = say(`field.${name}`)
  const kind = inputs[name]
  const value = draft.fields[name]
  const put = (next: unknown) => draft.change(name, next as ApplicationFields[typeof name])
  const common = {
    id,
    disabled: !open,
    onBlur: () => void draft.flush(),
    'aria-describedby': why ? `${id}-why` : undefined,
    'data-testid': `field-${name}`,
  }
  if (kind === 'promise')
    return (
      <label className="check" htmlFor={id}>
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={(event) => put(event.target.checked)}
        />
        <span>{say('portal.promise')}</span>
      </label>
    )
  return (
    <div className={why ? 'field returned' : 'field'}>
      <label htmlFor={id}>
        {label}
        {kind === 'share' && '（%）'}
        {required && <span className="must">{say('portal.must')}</span>}
      </label>
      {kind === 'yesno' ? (
        <select
          {...common}
          value={value === undefined ? '' : String(value)}
          onChange={(event) =>
            put(event.target.value === '' ? null : event.target.value === 'true')
          }
        >
          <option value="">{say('portal.choose')}</option>
          <option value="true">{say('applications.yes')}</option>
          <option value="false">{say('applications.no')}</option>
        </select>
      ) : kind === 'text' ? (
        <textarea
          {...common}
          rows={5}
          maxLength={4000}
          value={String(value ?? '')}
          onChange={(event) => put(event.target.value)}
        />
      ) : kind === 'line' ? (
        <input
          {...common}
          maxLength={400}
          value={String(value ?? '')}
          onChange={(event) => put(event.target.value)}
        />
      ) : (
        <input
          {...common}
          inputMode={kind === 'whole' ? 'numeric' : 'decimal'}
          defaultValue={shown(value, kind)}
          onChange={(event) => {
            const typed = numberOf(event.target.value, kind)
            if (typed !== undefined) put(typed)
          }}
        />
      )}
      {why && (
        <span id={`${id}-why`} className="why">
          {say('portal.returnedWhy', { why })}
        </span>
      )}
    </div>
  )
}

function shown(value: unknown, kind: string): string {
  if (typeof value !== 'number') return ''
  return String(kind === 'share' ? Math.round(value * 10_000) / 100 : value)
}

/** The number typed; null for an emptied field, undefined while it is no number yet and nothing is to be kept. */
function numberOf(typed: string, kind: string): number | null | undefined {
  const text = typed.replaceAll(',', '').trim()
  if (text === '') return null
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined
  const number = Number(text)
  if (kind === 'whole') return Number.isInteger(number) ? number : undefined
  if (kind === 'share') return number <= 100 ? number / 100 : undefined
  return number
}
