import { Button, type GetRef, Input } from 'antd'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import type { Verdict } from '#shared/domain/verdict.ts'
import { Severity } from '../frame/tags.tsx'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'
import { Facts, RoomToday } from './facts.tsx'
import { HistorySheet } from './history-sheet.tsx'
import { LawSheet } from './law-sheet.tsx'
import { Marked } from './marked.tsx'
import { SecondLook } from './second-look.tsx'
import type { Sheet } from './sheet.tsx'
import { useOwnKeys } from './use-own-keys.ts'

const verdicts: readonly Verdict[] = ['confirmed', 'doubtful', 'dismissed', 'invalid']

export type ReasonField = GetRef<typeof Input.TextArea>

export interface ReasonDraft {
  readonly text: string
  readonly missing: boolean
}

/** What is suspected and on what it rests; four equal buttons, none of them chosen beforehand. */
export function Panel({
  view,
  heldBy,
  reason,
  setReason,
  reasonRef,
  judge,
  openHit,
  heard,
  sheet,
  show,
  children,
}: {
  readonly view: FlagView
  readonly heldBy: string
  readonly reason: ReasonDraft
  readonly setReason: (text: string) => void
  readonly reasonRef: RefObject<ReasonField | null>
  readonly judge: (verdict: Verdict) => void
  readonly openHit: (startMs: number) => void
  /** How much of the marked place was heard, 0 to 1, where it must be before 成立; null where nothing must. */
  readonly heard: number | null
  /** What was asked for beside the flag. */
  readonly sheet: Sheet | null
  readonly show: (sheet: Sheet | null) => void
  readonly children?: ReactNode
}) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const heading = useRef<HTMLHeadingElement>(null)
  const toHear = heard !== null && heard < 1
  // Where the eyes go next, the screen reader goes too.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <section className="verdict panel" aria-label={say('panel.title')} data-testid="verdict-panel">
      <div className="facts">
        <header>
          <div className="asks">
            <p className="small quiet">
              {say('panel.hint')} · {say(`channel.${view.channel}`)}
            </p>
            <span>
              {(['law', 'history'] as const).map((one) => (
                <Button
                  key={one}
                  size="small"
                  type="text"
                  aria-expanded={sheet === one}
                  aria-keyshortcuts={keyOf(one)}
                  onClick={() => show(sheet === one ? null : one)}
                >
                  {say(`sheet.${one}`)} <kbd className="key">{keyOf(one)}</kbd>
                </Button>
              ))}
            </span>
          </div>
          <h2 ref={heading} tabIndex={-1} data-testid="flag-wording">
            {view.wording}
          </h2>
          <p className="meta">
            <Severity level={view.severity} />
            <span>{view.categoryName}</span>
          </p>
          <p className="small quiet">{say(`mode.${view.mode}`)}</p>
        </header>
        <SecondLook look={view.secondLook} />
        <blockquote>
          <Marked text={view.quote} marks={[{ start: view.quoteStart, end: view.quoteEnd }]} />
        </blockquote>
        {view.audience && <p className="remark">{say('review.audience')}</p>}
        {view.correctedAfterMs !== null && (
          <p className="remark">
            {say('panel.corrected', { n: Math.ceil(view.correctedAfterMs / 1000) })}
          </p>
        )}
        {heldBy && (
          <p className="remark" role="status">
            {heldBy}
          </p>
        )}
        {sheet === 'law' && <LawSheet view={view} close={() => show(null)} />}
        {sheet === 'history' && <HistorySheet id={view.id} close={() => show(null)} />}
        {children}
        <Facts view={view} openHit={openHit} lawOpen={sheet === 'law'} />
      </div>
      <footer>
        <RoomToday view={view} />
        {view.state !== 'open' && (
          <p className="current" data-testid="current-verdict">
            {say('panel.current', { verdict: say(`verdict.${view.state}`) })}
          </p>
        )}
        <Input.TextArea
          ref={reasonRef}
          aria-label={say('panel.reason')}
          data-testid="verdict-reason"
          placeholder={say(
            view.secondLook?.part === 'decider' ? 'look.reasonHint' : 'panel.reasonHint',
          )}
          status={reason.missing ? 'error' : ''}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2000}
          value={reason.text}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            const { isComposing, keyCode } = event.nativeEvent
            // The press that ends a composition is the input method's, also where only its code tells so.
            if (event.code === 'Escape' && !isComposing && keyCode !== 229)
              event.currentTarget.blur()
          }}
        />
        {reason.missing && (
          <p className="missing" role="alert">
            {say('panel.reasonNeeded')}
          </p>
        )}
        <div className="buttons">
          {verdicts.map((verdict) => (
            <button
              key={verdict}
              type="button"
              data-testid={`verdict-${verdict}`}
              aria-keyshortcuts={keyOf(verdict)}
              disabled={view.state === verdict}
              title={verdict === 'confirmed' && toHear ? say('exposure.wait') : undefined}
              onClick={() => judge(verdict)}
            >
              <kbd className="key">{keyOf(verdict)}</kbd>
              {say(`verdict.${verdict}`)}
              {verdict === 'confirmed' && toHear && (
                <i className="heard" style={{ width: `${heard * 100}%` }} data-testid="to-hear" />
              )}
            </button>
          ))}
        </div>
      </footer>
    </section>
  )
}
