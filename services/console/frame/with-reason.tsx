import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Input, Popover } from 'antd'
import { useState } from 'react'
import { useWords } from '../words/words.ts'
import { sentenceOf } from './states.tsx'

/** A small button whose act needs a reason: it asks for one, and acts when it has it. */
export function WithReason({
  label,
  title,
  act,
  testId,
}: {
  readonly label: string
  readonly title: string
  readonly act: (reason: string) => Promise<unknown>
  readonly testId?: string
}) {
  const say = useWords()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const acting = useMutation({
    mutationFn: () => act(reason.trim()),
    onSuccess: () => {
      setOpen(false)
      setReason('')
    },
  })
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      title={title}
      content={
        <div className="stack" style={{ width: 280 }}>
          <Input.TextArea
            autoFocus
            rows={2}
            maxLength={2000}
            aria-label={say('form.reason')}
            placeholder={say('form.reason')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          {acting.error && <Alert type="error" title={sentenceOf(acting.error, say)} />}
          <Button
            danger
            disabled={reason.trim() === ''}
            loading={acting.isPending}
            onClick={() => acting.mutate()}
          >
            {label}
          </Button>
        </div>
      }
    >
      <Button size="small" type="link" data-testid={testId}>
        {label}
      </Button>
    </Popover>
  )
}
