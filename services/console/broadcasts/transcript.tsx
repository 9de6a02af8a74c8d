import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useParams } from '../frame/router.ts'
import { Loaded } from '../frame/states.tsx'
import { clock } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Found } from './found.tsx'
import { type BroadcastView, type SpokenLine, transcriptQuery } from './queries.ts'

interface Axis {
  readonly atMs: number
  readonly seek: (ms: number) => void
  readonly flags: BroadcastView['flags']
}

/** Every word of the broadcast, with a search inside it; the line at the chosen moment is in sight. */
export function Transcript({ id, ...axis }: Axis & { readonly id: string }) {
  const query = useQuery(transcriptQuery(id))
  return <Loaded query={query}>{({ rows }) => <Lines rows={rows} {...axis} />}</Loaded>
}

/** Drawn at once; the thousands of a long broadcast follow while the page can be used already. */
const firstLines = 200

function Lines({ rows: all, atMs, seek, flags }: Axis & { readonly rows: readonly SpokenLine[] }) {
  const say = useWords()
  const rows = useDeferredValue(all, all.slice(0, firstLines))
  const [params, change] = useParams()
  const text = useDeferredValue(params.get('q')?.trim() ?? '')
  const matches = useMemo(
    () =>
      text === '' ? [] : all.filter((row) => row.text.toLowerCase().includes(text.toLowerCase())),
    [all, text],
  )
  const [nth, setNth] = useState(0)
  const list = useRef<HTMLOListElement>(null)
  const current = Math.max(
    0,
    rows.findLastIndex(({ saidMs }) => saidMs <= atMs),
  )
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'center' })
  }, [current])
  const visit = (i: number) => {
    const to = matches[(i + matches.length) % matches.length]
    if (!to) return
    setNth((i + matches.length) % matches.length)
    seek(to.saidMs)
  }
  const flagged = useMemo(() => flaggedLines(rows, flags), [rows, flags])
  return (
    <>
      <div className="bar find">
        <Input
          allowClear
          style={{ width: 240 }}
          aria-label={say('broadcasts.find')}
          placeholder={say('broadcasts.find')}
          defaultValue={params.get('q') ?? ''}
          data-testid="transcript-find"
          onChange={(event) => change({ q: event.target.value })}
          onPressEnter={(event) => visit(event.shiftKey ? nth - 1 : nth + 1)}
        />
        {text !== '' && (
          <>
            <span className="quiet num">
              {matches.length === 0 ? say('broadcasts.noMatch') : `${nth + 1}/${matches.length}`}
            </span>
            <Button size="small" disabled={matches.length === 0} onClick={() => visit(nth - 1)}>
              {say('review.previous')}
            </Button>
            <Button size="small" disabled={matches.length === 0} onClick={() => visit(nth + 1)}>
              {say('review.next')}
            </Button>
          </>
        )}
      </div>
      {rows.length === 0 && <p className="quiet none">{say('speech.noTranscript')}</p>}
      <ol ref={list}>
        {rows.map((row, i) => (
          <li
            key={`${row.recordingId}-${row.seq}`}
            aria-current={i === current}
            className={flagged.has(i) ? 'flagged' : ''}
          >
            <button type="button" className="as-link num small" onClick={() => seek(row.saidMs)}>
              {clock(row.saidMs)}
            </button>
            <bdi>
              <Found text={row.text} wanted={text} />
            </bdi>
          </li>
        ))}
      </ol>
    </>
  )
}

/** Places of the lines in which the host's leads were said. */
function flaggedLines(rows: readonly SpokenLine[], flags: BroadcastView['flags']): Set<number> {
  const said = flags.filter(({ audience }) => !audience).map(({ saidAt }) => Date.parse(saidAt))
  return new Set(said.map((ms) => rows.findLastIndex(({ saidMs }) => saidMs <= ms)))
}
