import { useMutation } from '@tanstack/react-query'
import { Alert } from 'antd'
import { api, read } from '../client.ts'
import { sentenceOf } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Explanation } from './explanation.tsx'
import { Sentence, type Spoken } from './sentence.tsx'

/** A rule as it is being written, tried on a sentence and on its own examples. */
export function Trial({
  version,
  category,
  yaml,
}: {
  readonly version: string
  readonly category: string
  readonly yaml: string
}) {
  const trial = useMutation({
    mutationFn: (spoken: Spoken) =>
      read(
        api.lexicons[':version'].try.$post({
          param: { version },
          json: { ...spoken, category, yaml },
        }),
      ),
  })
  return (
    <div className="tried">
      <Sentence busy={trial.isPending} ask={(spoken) => trial.mutate(spoken)} />
      {trial.error && <Alert type="error" title={<Faults error={trial.error} />} />}
      {trial.data && (
        <>
          <Examples failed={trial.data.failed} />
          <Explanation of={trial.data.explained} />
        </>
      )}
    </div>
  )
}

/** Whether the rule's own examples come out as its owner wants them. */
function Examples({
  failed,
}: {
  readonly failed: readonly {
    readonly example: { readonly text: string }
    readonly wanted: 'match' | 'clean'
  }[]
}) {
  const say = useWords()
  if (failed.length === 0) return <Alert type="success" title={say('rules.examplesRight')} />
  return (
    <Alert
      type="warning"
      title={say('rules.examplesWrong', { n: failed.length })}
      description={
        <ul>
          {failed.map(({ example, wanted }) => (
            <li key={`${wanted} ${example.text}`}>
              <b>{say(`rules.wanted.${wanted}`)}</b> <bdi>{example.text}</bdi>
            </li>
          ))}
        </ul>
      }
    />
  )
}

/** What is wrong with what was written, one fault a line. */
export function Faults({ error }: { readonly error: unknown }) {
  const say = useWords()
  return <span className="faults">{sentenceOf(error, say)}</span>
}
