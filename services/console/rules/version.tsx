import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Input } from 'antd'
import { useState } from 'react'
import { api, read } from '../client.ts'
import { Link } from '../frame/link.tsx'
import { Loaded, sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Backtest } from './backtest.tsx'
import { diffQuery, type LexiconRow, lexiconsQuery } from './queries.ts'
import { Shadow } from './shadow.tsx'

type Act = 'shadow' | 'publish' | 'rollback' | 'retire'

/** What may be done to a version in its state; the house refuses the rest with its reason. */
const acts: Readonly<Record<LexiconRow['state'], readonly Act[]>> = {
  draft: ['shadow', 'publish', 'retire'],
  shadow: ['publish', 'retire'],
  published: [],
  retired: ['rollback'],
}

/** One version: how it differs from the one in force, what publishing it would do, and the acts of its owner. */
export function Version({
  lexicon,
  inForce,
}: {
  readonly lexicon: LexiconRow
  readonly inForce: string | null
}) {
  const say = useWords()
  const { version, state } = lexicon
  return (
    <section className="panel version">
      <header>
        <h2 className="num">{version.slice(0, 10)}</h2>
        <span className="pill">{say(`rules.state.${state}`)}</span>
        <Link href={`/rules?tab=rules&version=${version}`}>{say('rules.seeRules')}</Link>
      </header>
      {inForce && inForce !== version && <Difference before={inForce} after={version} />}
      {inForce && (state === 'draft' || state === 'shadow') && <Backtest version={version} />}
      {acts[state].length > 0 && <Acts lexicon={lexicon} />}
      {state === 'shadow' && <Shadow version={version} />}
      {state === 'published' && <p className="quiet">{say('rules.inForceHint')}</p>}
    </section>
  )
}

function Difference({ before, after }: { readonly before: string; readonly after: string }) {
  const say = useWords()
  const query = useQuery(diffQuery(before, after))
  return (
    <section>
      <h3>{say('rules.difference')}</h3>
      <Loaded query={query}>{({ text }) => <pre className="diff">{text}</pre>}</Loaded>
    </section>
  )
}

function Acts({ lexicon: { version, state } }: { readonly lexicon: LexiconRow }) {
  const say = useWords()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const check = useCheck(version)
  const act = useMutation({
    mutationFn: async ({ name, override }: { name: Act; override?: boolean }) => {
      const route = api.lexicons[':version']
      const param = { version }
      if (name === 'publish')
        await read(
          route.publish.$post({
            param,
            json: { reason, ...(override ? { overrideReason: reason } : {}) },
          }),
        )
      else await read(route[name].$post({ param, json: { reason } }))
      return name
    },
    onSuccess: async (name) => {
      message.success(say(`rules.done.${name}`))
      await queries.invalidateQueries(lexiconsQuery)
    },
  })
  const refusal = check.data?.refusal ?? null
  return (
    <section className="acts">
      <h3>{say('rules.beforePublishing')}</h3>
      {state !== 'retired' && <Check check={check} />}
      {(act.error ?? check.error) && (
        <Alert
          type="error"
          title={<span className="faults">{sentenceOf(act.error ?? check.error, say)}</span>}
        />
      )}
      <Input.TextArea
        rows={2}
        maxLength={2000}
        aria-label={say('rules.reason')}
        placeholder={say('rules.actReason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="bar">
        {acts[state].map((name) => (
          <Button
            key={name}
            type={name === 'publish' || name === 'rollback' ? 'primary' : 'default'}
            data-testid={`act-${name}`}
            loading={act.isPending && act.variables.name === name}
            disabled={reason.trim() === ''}
            onClick={() => act.mutate({ name })}
          >
            {say(`rules.act.${name}`)}
          </Button>
        ))}
        {refusal && (
          <Button
            danger
            disabled={reason.trim() === ''}
            onClick={() => act.mutate({ name: 'publish', override: true })}
          >
            {say('rules.override')}
          </Button>
        )}
      </div>
    </section>
  )
}

type Checking = ReturnType<typeof useCheck>

function useCheck(version: string) {
  return useMutation({
    mutationFn: () => read(api.lexicons[':version'].check.$get({ param: { version } })),
  })
}

/** What publishing would do to what people have already decided. */
function Check({ check }: { readonly check: Checking }) {
  const say = useWords()
  const found = check.data
  return (
    <>
      <p className="quiet small">{say('rules.checkHint')}</p>
      <Button loading={check.isPending} onClick={() => check.mutate()} data-testid="check">
        {say('rules.check')}
      </Button>
      {found && (
        <Alert
          type={found.refusal ? 'error' : 'success'}
          data-testid="check-result"
          title={<span className="faults">{found.refusal ?? say('rules.mayPublish')}</span>}
          description={say('rules.checked', {
            confirmed: found.confirmedFlags,
            dismissed: found.dismissedFlags,
            lost: found.lost.count,
            back: found.comesBack.count,
            wrong: found.examples.count,
          })}
        />
      )}
    </>
  )
}
