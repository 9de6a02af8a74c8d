import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useCell } from '../frame/cell.ts'
import { length } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type Given, givenVerdicts } from './given.ts'
import { useOwnKeys } from './use-own-keys.ts'

const shown = 3

/** The verdicts just given, each with the time left to take it back. */
export function JustJudged({ undo }: { readonly undo: (given: Given) => void }) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const given = useCell(givenVerdicts, (all) => all)
  const [now, setNow] = useState(Date.now)
  const waiting = given.some(({ effectiveAtMs }) => (effectiveAtMs ?? 0) > now)
  useEffect(() => {
    if (given.length === 0) return
    setNow(Date.now())
    if (!waiting) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [given, waiting])
  if (given.length === 0) return null
  const leftWords = (ms: number) => (Number.isFinite(ms) ? length(ms) : say('unsent.mark'))
  return (
    <section className="just-judged" aria-label={say('review.given')}>
      <h3>
        {say('review.given')}
        <kbd className="key">{keyOf('undo')}</kbd>
      </h3>
      <ul>
        {given.slice(0, shown).map((one) => {
          const leftMs = one.effectiveAtMs === null ? null : one.effectiveAtMs - now
          return (
            <li key={one.id} data-testid="given-verdict">
              <span className="verdict">{say(`verdict.${one.verdict}`)}</span>
              <bdi className="phrase">{one.phrase}</bdi>
              {leftMs === Number.POSITIVE_INFINITY && (
                <span className="quiet small">{say('unsent.mark')}</span>
              )}
              {leftMs === null && <span className="quiet small">{say('review.saving')}</span>}
              {leftMs !== null && leftMs <= 0 && (
                <span className="quiet small">{say('review.effective')}</span>
              )}
              {leftMs !== null && leftMs > 0 && (
                <Button
                  size="small"
                  type="link"
                  data-testid="undo"
                  title={say('review.undoLeft', { time: leftWords(leftMs) })}
                  onClick={() => undo(one)}
                >
                  {say('review.undo')}
                  {Number.isFinite(leftMs) && <span className="num"> {leftWords(leftMs)}</span>}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
