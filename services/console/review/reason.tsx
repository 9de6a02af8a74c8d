import { App, type GetRef, Input } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import type { FlagView } from '../queries.ts'
import { useWords, type Word } from '../words/words.ts'
import { useOwnKeys } from './use-own-keys.ts'

/** The reason being written for the flag in hand. */
export interface Reason {
  readonly text: string
  readonly missing: boolean
  readonly field: RefObject<GetRef<typeof Input.TextArea> | null>
  readonly write: (text: string) => void
  /** Asks for it where none was written, and says what for. */
  readonly given: (what?: Word) => boolean
}

/** Another flag begins with an empty one. */
export function useReason(flagId: string): Reason {
  const say = useWords()
  const { message } = App.useApp()
  const field: Reason['field'] = useRef(null)
  const [draft, setDraft] = useState({ flagId, text: '', missing: false })
  const { text, missing } = draft.flagId === flagId ? draft : { text: '', missing: false }
  function given(what?: Word): boolean {
    if (text.trim() !== '') return true
    setDraft({ flagId, text, missing: true })
    field.current?.focus()
    if (what) message.info({ content: say(what), key: 'reason' })
    return false
  }
  const write = (now: string) => setDraft({ flagId, text: now, missing: false })
  return { text, missing, field, write, given }
}

export function ReasonField({
  reason: { text, missing, field, write },
  view: { state, secondLook },
}: {
  readonly reason: Reason
  readonly view: FlagView
}) {
  const say = useWords()
  const key = useOwnKeys().keyOf('reason')
  const hint = state === 'open' ? 'panel.reasonHint' : 'panel.correctHint'
  return (
    <>
      <Input.TextArea
        ref={field}
        aria-label={say('panel.reason')}
        data-testid="verdict-reason"
        placeholder={say(secondLook?.part === 'decider' ? 'look.reasonHint' : hint, { key })}
        status={missing ? 'error' : ''}
        autoSize={{ minRows: 1, maxRows: 4 }}
        maxLength={2000}
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          const { isComposing, keyCode } = event.nativeEvent
          // The press that ends a composition is the input method's, also where only its code tells so.
          if (event.code === 'Escape' && !isComposing && keyCode !== 229) event.currentTarget.blur()
        }}
      />
      {missing && (
        <p className="missing" role="alert">
          {say('panel.reasonNeeded')}
        </p>
      )}
    </>
  )
}
