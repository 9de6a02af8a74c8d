import { Alert, Button, Input } from 'antd'
import { type ReactNode, useId } from 'react'
import mark from '../frame/mark.svg'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import './sign-in.css'

/** The sheet on which everything about coming in stands: one heading, one sentence, one form. */
export function Sheet({
  title,
  hint,
  wide = false,
  children,
}: {
  readonly title: string
  readonly hint?: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}) {
  const say = useWords()
  return (
    <main className="sign-in">
      <div className={wide ? 'panel sheet wide' : 'panel sheet'}>
        <p className="house">
          <img src={mark} alt="" />
          {say('signIn.title')}
        </p>
        <h1>{title}</h1>
        {hint && <p className="quiet">{hint}</p>}
        {children}
      </div>
    </main>
  )
}

export function Step({
  submit,
  label,
  busy,
  error,
  ready,
  children,
}: {
  readonly submit: () => void
  readonly label: string
  readonly busy: boolean
  readonly error: unknown
  readonly ready: boolean
  readonly children: ReactNode
}) {
  const say = useWords()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) submit()
      }}
    >
      {children}
      {error ? <Alert type="error" showIcon role="alert" title={sentenceOf(error, say)} /> : null}
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={busy}
        disabled={!ready}
        data-testid="sign-in-enter"
      >
        {label}
      </Button>
    </form>
  )
}

/** One labelled line of a form. */
export function Field({
  label,
  value,
  set,
  secret = false,
  hint,
  first = false,
  ...rest
}: {
  readonly label: string
  readonly value: string
  readonly set: (value: string) => void
  readonly secret?: boolean
  readonly hint?: string
  readonly first?: boolean
  readonly autoComplete?: string
  readonly inputMode?: 'numeric'
  readonly 'data-testid'?: string
}) {
  const id = useId()
  const Control = secret ? Input.Password : Input
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Control
        id={id}
        size="large"
        autoFocus={first}
        value={value}
        onChange={(event) => set(event.target.value)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
      />
      {hint && (
        <span id={`${id}-hint`} className="quiet small">
          {hint}
        </span>
      )}
    </div>
  )
}
