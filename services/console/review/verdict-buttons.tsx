import type { Verdict } from '#shared/domain/verdict.ts'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { useOwnKeys } from './use-own-keys.ts'

/** As they stand beside each other everywhere. */
export const verdicts: readonly Verdict[] = ['confirmed', 'doubtful', 'dismissed', 'invalid']

/** Four equal buttons, none of them chosen beforehand. */
export function VerdictButtons({
  state,
  heard,
  judge,
}: {
  readonly state: FlagView['state']
  /** How much of the marked place was heard, 0 to 1, where it must be before 成立; null where nothing must. */
  readonly heard: number | null
  readonly judge: (verdict: Verdict) => void
}) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  return (
    <div className="buttons">
      {verdicts.map((verdict) => {
        const given = state === verdict
        const toHear = verdict === 'confirmed' && !given && heard !== null && heard < 1
        return (
          <button
            key={verdict}
            type="button"
            data-testid={`verdict-${verdict}`}
            aria-keyshortcuts={keyOf(verdict)}
            disabled={given}
            title={toHear ? say('exposure.wait') : undefined}
            onClick={() => judge(verdict)}
          >
            <kbd className="key">{keyOf(verdict)}</kbd>
            {say(`verdict.${verdict}`)}
            {toHear && (
              <i className="heard" style={{ width: `${heard * 100}%` }} data-testid="to-hear" />
            )}
          </button>
        )
      })}
    </div>
  )
}
