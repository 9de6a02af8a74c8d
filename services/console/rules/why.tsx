import { useMutation } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { Failed, Notice } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { Explanation } from './explanation.tsx'
import { Sentence, type Spoken } from './sentence.tsx'

/** Any sentence before the whole lexicon: flagged or not, and by what. */
export function Why({ version }: { readonly version: string }) {
  const say = useWords()
  const question = useMutation({
    mutationFn: (spoken: Spoken) =>
      read(api.explain.$post({ json: { ...spoken, lexicon: version } })),
  })
  return (
    <div className="why panel">
      <Sentence busy={question.isPending} ask={(spoken) => question.mutate(spoken)} />
      {question.error ? (
        <Failed error={question.error} />
      ) : question.data ? (
        <Explanation of={question.data} />
      ) : (
        <Notice title={say('rules.why')} hint={say('rules.whyHint')} />
      )}
    </div>
  )
}
