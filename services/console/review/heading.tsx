import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { Severity } from '../frame/tags.tsx'
import type { FlagView } from '../queries.ts'
import { useWords } from '../words/words.ts'
import type { Sheet } from './sheet.tsx'
import { useOwnKeys } from './use-own-keys.ts'

/** What is suspected, and what may be asked for beside it. */
export function Heading({
  view,
  sheet,
  toggle,
}: {
  readonly view: FlagView
  readonly sheet: Sheet | null
  readonly toggle: (sheet: Sheet) => void
}) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const wording = useRef<HTMLHeadingElement>(null)
  // Where the eyes go next, the screen reader goes too.
  useEffect(() => wording.current?.focus({ preventScroll: true }), [])
  return (
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
              onClick={() => toggle(one)}
            >
              {say(`sheet.${one}`)} <kbd className="key">{keyOf(one)}</kbd>
            </Button>
          ))}
        </span>
      </div>
      <h2 ref={wording} tabIndex={-1} data-testid="flag-wording">
        {view.wording}
      </h2>
      <p className="meta">
        <Severity level={view.severity} />
        <span>{view.categoryName}</span>
      </p>
      <p className="small quiet">{say(`mode.${view.mode}`)}</p>
    </header>
  )
}
