import { useWords } from '../words/words.ts'

interface Article {
  readonly gist: string
  readonly verbatim?: { readonly text: string; readonly source: string } | null | undefined
}

/** What an article says: its own words with their source where the legal office has entered them, or our gist, named as such. */
export function LawText({ of: { gist, verbatim } }: { readonly of: Article }) {
  const say = useWords()
  if (!verbatim)
    return (
      <span className="law-text">
        <span className="quiet small">{say('law.gist')}</span> {gist}
      </span>
    )
  return (
    <span className="law-text">
      <span className="verbatim">{verbatim.text}</span>{' '}
      <span className="quiet small">{say('law.source', { source: verbatim.source })}</span>
    </span>
  )
}
