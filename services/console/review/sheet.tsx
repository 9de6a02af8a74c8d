import { Button } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useWords } from '../words/words.ts'
import { useOwnKeys } from './use-own-keys.ts'

/** What the person has asked for beside the flag: in the panel's own column, so that every key goes on working. */
export type Sheet = 'law' | 'history'

/** The sheet that is open, and what opens or closes one; another flag begins without. */
export function useSheet(flagId: string): [Sheet | null, (sheet: Sheet) => void] {
  const [asked, ask] = useState({ flagId, sheet: null as Sheet | null })
  const sheet = asked.flagId === flagId ? asked.sheet : null
  return [sheet, (one) => ask({ flagId, sheet: sheet === one ? null : one })]
}

export function SheetFrame({
  sheet,
  title,
  close,
  children,
}: {
  readonly sheet: Sheet
  readonly title: string
  readonly close: () => void
  readonly children: ReactNode
}) {
  const say = useWords()
  const { keyOf } = useOwnKeys()
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section ref={box} className="fact sheet" aria-label={title} data-testid={`sheet-${sheet}`}>
      <h3>
        {title}
        <Button size="small" type="text" onClick={close}>
          {say('sheet.close')} <kbd className="key">{keyOf(sheet)}</kbd>
        </Button>
      </h3>
      {children}
    </section>
  )
}
