import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { api, read } from '../client.ts'
import { go } from '../frame/router.ts'
import { useSession } from '../frame/session.tsx'
import { useWords } from '../words/words.ts'
import { lexiconsQuery } from './queries.ts'
import { Faults, Trial } from './trial.tsx'

/** A rule as its owner writes it, tried on a sentence and on its own before it becomes a draft. */
export function Editor({
  version,
  inForce,
  category,
  title,
  yaml: written,
  children,
}: {
  readonly version: string
  readonly inForce: boolean
  readonly category: string
  readonly title: string
  readonly yaml: string
  readonly children?: ReactNode
}) {
  const say = useWords()
  const { categoryOf } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [yaml, setYaml] = useState(written)
  const [reason, setReason] = useState('')
  const draft = useMutation({
    mutationFn: () =>
      read(
        api.lexicons[':version'].rules.$post({
          param: { version },
          json: { category, yaml, reason },
        }),
      ),
    onSuccess: async ({ lexicon, created }) => {
      message.success(say(created ? 'rules.drafted' : 'rules.sameDraft'))
      await queries.invalidateQueries(lexiconsQuery)
      go(`/rules?tab=versions&version=${lexicon.version}`)
    },
  })
  return (
    <section className="panel rule-editor">
      <header>
        <h2>{title}</h2>
        {children ?? <span className="pill">{categoryOf(category)}</span>}
        {!inForce && <span className="pill strong">{say('rules.otherVersion')}</span>}
      </header>
      <div className="halves">
        <div className="written">
          <label htmlFor="rule-yaml">{say('rules.yaml')}</label>
          <Input.TextArea
            id="rule-yaml"
            data-testid="rule-yaml"
            className="yaml"
            spellCheck={false}
            value={yaml}
            onChange={(event) => setYaml(event.target.value)}
          />
          {draft.error && <Alert type="error" title={<Faults error={draft.error} />} />}
          <div className="bar">
            <Input
              style={{ flex: 1 }}
              maxLength={2000}
              aria-label={say('rules.reason')}
              placeholder={say('rules.reason')}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <Button
              type="primary"
              data-testid="rule-draft"
              loading={draft.isPending}
              disabled={reason.trim() === '' || yaml === written}
              onClick={() => draft.mutate()}
            >
              {say('rules.draft')}
            </Button>
          </div>
        </div>
        <Trial version={version} category={category} yaml={yaml} />
      </div>
    </section>
  )
}
