import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loaded } from '../frame/states.tsx'
import { clock } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { type ShownView, shownQuery } from './queries.ts'

export const shownKinds = ['screen', 'links', 'titles'] as const
export type ShownKind = (typeof shownKinds)[number]

/** What a broadcast showed instead of said: writing on the picture, links and where they lead, its titles and covers. */
export function Shown({
  id,
  kind,
  seek,
}: {
  readonly id: string
  readonly kind: ShownKind
  readonly seek: (ms: number) => void
}) {
  const query = useQuery(shownQuery(id))
  const List = { screen: Texts, links: Links, titles: Titles }[kind]
  return <Loaded query={query}>{(view) => <List view={view} seek={seek} />}</Loaded>
}

interface ListOf {
  readonly view: ShownView
  readonly seek: (ms: number) => void
}

function Texts({ view, seek }: ListOf) {
  const say = useWords()
  const texts = view.texts.filter(({ source }) => source === 'picture')
  if (texts.length === 0) return <p className="quiet none">{say('shown.noTexts')}</p>
  return (
    <ol className="shown" data-testid="shown-texts">
      {texts.map(({ recordingId, seq, atMs, fromMs, toMs, text, box, shape }) => (
        <Line key={`${recordingId}-${seq}`} atMs={atMs} seek={seek}>
          <Place box={box} shape={shape} />
          <bdi>{text}</bdi>
          <span className="quiet small num">
            {say('shown.stood', { n: Math.max(1, Math.round((toMs - fromMs) / 1000)) })}
          </span>
        </Line>
      ))}
    </ol>
  )
}

function Links({ view, seek }: ListOf) {
  const say = useWords()
  if (view.links.length === 0) return <p className="quiet none">{say('shown.noLinks')}</p>
  return (
    <ol className="shown" data-testid="shown-links">
      {view.links.map((link) => (
        <Line key={`${link.recordingId}-${link.seq}`} atMs={link.atMs} seek={seek}>
          {link.box ? <Place box={link.box} shape={link.shape} /> : <span />}
          <span>
            <bdi className="address">{link.text}</bdi>{' '}
            <span className="quiet small">
              {say(`shown.source.${link.source}`)}
              {link.audience && ` · ${say('review.audienceShort')}`}
              {` · ${say(`shown.kind.${link.kind}`)}`}
              {link.name && ` · ${link.name}`}
            </span>
            <span className="reason small">{[link.reason, ...link.tricks].join(' ')}</span>
          </span>
          <span className={`pill ${link.judgement}`}>{say(`shown.judged.${link.judgement}`)}</span>
        </Line>
      ))}
    </ol>
  )
}

function Titles({ view, seek }: ListOf) {
  const say = useWords()
  const covers = view.texts.filter(({ source }) => source === 'cover')
  if (view.titles.length + covers.length === 0)
    return <p className="quiet none">{say('shown.noTitles')}</p>
  return (
    <ol className="shown" data-testid="shown-titles">
      {view.titles.map(({ atMs, text }) => (
        <Line key={`title-${atMs}`} atMs={atMs} seek={seek}>
          <span className="quiet small">{say('shown.title')}</span>
          <bdi>{text}</bdi>
        </Line>
      ))}
      {covers.map(({ recordingId, seq, atMs, text, box }) => (
        <Line key={`cover-${recordingId}-${seq}`} atMs={atMs} seek={seek}>
          <span className="quiet small">{say('shown.cover')}</span>
          <bdi>{text}</bdi>
          <Place box={box} shape={1} />
        </Line>
      ))}
    </ol>
  )
}

function Line({
  atMs,
  seek,
  children,
}: {
  readonly atMs: number
  readonly seek: (ms: number) => void
  readonly children: ReactNode
}) {
  return (
    <li>
      <button type="button" className="as-link num small" onClick={() => seek(atMs)}>
        {clock(atMs)}
      </button>
      {children}
    </li>
  )
}

/** Where on the picture something stood, drawn small. */
function Place({
  box: { x, y, width, height },
  shape,
}: {
  readonly box: ShownView['texts'][number]['box']
  readonly shape: number | null
}) {
  const wide = 30 * (shape ?? 1)
  return (
    <svg className="place" width={wide} height="30" viewBox={`0 0 ${wide} 30`} aria-hidden="true">
      <rect className="frame" x="0.5" y="0.5" width={wide - 1} height="29" />
      <rect
        className="where"
        x={x * wide}
        y={y * 30}
        width={Math.max(2, width * wide)}
        height={Math.max(2, height * 30)}
      />
    </svg>
  )
}
