import { Button } from 'antd'
import { useState } from 'react'
import { Loading, Notice } from '../frame/states.tsx'
import { useWords } from '../words/words.ts'
import { usePaper } from './document.ts'
import { PaperSheet } from './sheet.tsx'
import './paper.css'

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]

/** A PDF within the page: sheet by sheet, closer, turned. */
export function Paper({ href, name }: { readonly href: string; readonly name: string }) {
  const say = useWords()
  const opened = usePaper(href)
  const [at, setAt] = useState({ href, page: 1, zoom: 1, turns: 0 })
  const { page, zoom, turns } = at.href === href ? at : { page: 1, zoom: 1, turns: 0 }
  if (!opened) return <Loading />
  if (opened.fault)
    return (
      <Notice
        role="alert"
        icon={opened.fault === 'locked' ? 'lock' : 'alert'}
        title={say('paper.notShown')}
        hint={say(`paper.${opened.fault}`)}
      />
    )
  const { numPages } = opened.document
  const show = (change: Partial<typeof at>) => setAt({ href, page, zoom, turns, ...change })
  const step = zooms.indexOf(zoom)
  return (
    <div className="paper-viewer">
      <div className="bar paper-tools" role="toolbar" aria-label={name}>
        <Button size="small" disabled={page === 1} onClick={() => show({ page: page - 1 })}>
          {say('paper.before')}
        </Button>
        <span className="num" data-testid="paper-at" aria-live="polite">
          {say('paper.at', { n: page, of: numPages })}
        </span>
        <Button
          size="small"
          data-testid="paper-next"
          disabled={page === numPages}
          onClick={() => show({ page: page + 1 })}
        >
          {say('paper.next')}
        </Button>
        <span className="end bar">
          <Button
            size="small"
            aria-label={say('paper.smaller')}
            disabled={step === 0}
            onClick={() => show({ zoom: zooms[step - 1] ?? 1 })}
          >
            −
          </Button>
          <Button
            size="small"
            type="text"
            title={say('paper.fit')}
            onClick={() => show({ zoom: 1 })}
          >
            <span className="num">{Math.round(zoom * 100)}%</span>
          </Button>
          <Button
            size="small"
            data-testid="paper-closer"
            aria-label={say('paper.closer')}
            disabled={step === zooms.length - 1}
            onClick={() => show({ zoom: zooms[step + 1] ?? 1 })}
          >
            +
          </Button>
          <Button size="small" onClick={() => show({ turns: (turns + 1) % 4 })}>
            {say('paper.turn')}
          </Button>
        </span>
      </div>
      <PaperSheet
        key={href}
        document={opened.document}
        {...{ page, zoom, turns }}
        label={`${name} ${say('paper.at', { n: page, of: numPages })}`}
      />
    </div>
  )
}
