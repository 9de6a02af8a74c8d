import { Button, Spin } from 'antd'
import type { ReactNode } from 'react'
import { ApiFailure } from '../client.ts'
import { type Say, useWords } from '../words/words.ts'
import { Icon, type IconName } from './icons.tsx'

/** What a list or a panel says when it has nothing to show: one heading, one sentence of what to do. */
export function Notice({
  icon = 'empty',
  title,
  hint,
  children,
  role,
}: {
  readonly icon?: IconName
  readonly title: string
  readonly hint?: string | undefined
  readonly children?: ReactNode
  readonly role?: 'alert' | 'status'
}) {
  return (
    <div className="state" role={role}>
      <Icon name={icon} size={34} />
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      {children}
    </div>
  )
}

export function Loading() {
  const say = useWords()
  return (
    <div className="state" role="status">
      <Spin />
      <span>{say('state.loading')}</span>
    </div>
  )
}

/** The sentence for a failure: the API's own, or what a lost connection means. */
export function sentenceOf(error: unknown, say: Say): string {
  if (!(error instanceof ApiFailure)) return say('state.unknown')
  if (error.message) return error.message
  return say(error.status === 0 ? 'state.offline' : 'state.unknown')
}

export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const say = useWords()
  const status = error instanceof ApiFailure ? error.status : 0
  const forbidden = status === 403
  const title = forbidden ? 'state.forbidden' : status === 404 ? 'state.gone' : 'state.failed'
  return (
    <Notice
      role="alert"
      icon={forbidden ? 'lock' : 'alert'}
      title={say(title)}
      hint={sentenceOf(error, say)}
    >
      {retry && !forbidden && status !== 404 && (
        <Button onClick={retry}>{say('state.retry')}</Button>
      )}
    </Notice>
  )
}

interface Asked<T> {
  readonly data: T | undefined
  readonly error: unknown
  refetch(): unknown
}

/** What was asked for, or its loading or failed state; a failed refresh keeps what is on the screen. */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: Asked<T>
  readonly children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />
  return <Loading />
}
