import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'

/** What a second look asks of the reader, or came to; never what somebody else decided before their own word. */
export function SecondLook({ look }: { readonly look: FlagView['secondLook'] }) {
  const say = useWords()
  if (!look) return null
  const word = look.part === 'settled' ? (look.agreed ? 'agreed' : 'differed') : look.part
  return (
    <div className="remark" role="note" data-testid="second-look">
      {say(`look.${word}`)}
      {look.part === 'decider' && (
        <ul>
          {look.opinions.map(({ id, by, verdict, reason }) => (
            <li key={id}>
              {say('look.opinion', { by, verdict: say(`verdict.${verdict}`) })}
              {reason && <q>{reason}</q>}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
