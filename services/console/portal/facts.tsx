import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { clock, dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Articles, Trouble } from './parts.tsx'
import { clipQuery, type Fact, factsQuery, ownQuery, type Paper } from './queries.ts'

/** The facts a paper rests on, each with its words, clause and clip: the same list the bureau's reviewers have. */
export function Facts({ paper, id }: { readonly paper: Paper; readonly id: string }) {
  const say = useWords()
  const query = useQuery(factsQuery(paper, id))
  return (
    <section>
      <h2>{say('portal.facts')}</h2>
      <p className="gloss">{say('portal.factsGloss')}</p>
      <Loaded query={query}>
        {({ rows }) => (
          <ol className="cards">
            {rows.map((fact, i) => (
              <Line key={fact.flagId} fact={fact} number={i + 1} paper={paper} id={id} />
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  )
}

function Line({
  fact,
  number,
  paper,
  id,
}: {
  readonly fact: Fact
  readonly number: number
  readonly paper: Paper
  readonly id: string
}) {
  const say = useWords()
  const { categoryOf } = useSession()
  return (
    <li className={fact.hasClip ? 'card fact shown' : 'card fact'} data-testid="fact">
      <div className="said">
        <p className="line">
          <span className="pill strong">
            {number} · {categoryOf(fact.category)}
          </span>
          <span className="quiet small num">{dateTime(fact.saidAtMs)}</span>
        </p>
        <blockquote>
          <bdi>{fact.quote}</bdi>
        </blockquote>
        <Articles articles={fact.articles} />
        {fact.demand && (
          <p>
            <b>{say('portal.asked')}</b>
            {fact.demand}
          </p>
        )}
        {!fact.hasClip && <p className="quiet small">{say('portal.noClip')}</p>}
      </div>
      {fact.hasClip && <Clip paper={paper} id={id} flagId={fact.flagId} />}
    </li>
  )
}

/** The clip by a link for this operator and a few minutes; who looks stands across the picture. */
function Clip({
  paper,
  id,
  flagId,
}: {
  readonly paper: Paper
  readonly id: string
  readonly flagId: string
}) {
  const say = useWords()
  const operator = useQuery(ownQuery).data?.operator.name ?? ''
  const link = useQuery(clipQuery(paper, id, flagId))
  // A link that has run out is asked for once more; a file that cannot be played is not asked for for ever.
  const [broken, setBroken] = useState(0)
  if (link.error || broken > 1)
    return (
      <>
        {link.error && <Trouble error={link.error} />}
        <p className="quiet small">{say('portal.noClip')}</p>
      </>
    )
  if (!link.data) return <div className="clip waiting" role="status" />
  const { url, untilMs } = link.data
  return (
    <figure className="clip" data-testid="clip">
      {/* The words of the clip stand beside it as the quote. */}
      {/* biome-ignore lint/a11y/useMediaCaption: no caption file is cut for a clip */}
      <video
        src={url}
        controls
        controlsList="nodownload noremoteplayback"
        disablePictureInPicture
        playsInline
        preload="metadata"
        onContextMenu={(event) => event.preventDefault()}
        onError={() => {
          setBroken(broken + 1)
          void link.refetch()
        }}
      />
      <span className="watermark" aria-hidden="true">
        {`${operator} ${dateTime(Date.now()).slice(0, 16)}`}
      </span>
      <figcaption className="quiet small">
        {say('portal.clipUntil', { time: clock(untilMs).slice(0, 5) })}
      </figcaption>
    </figure>
  )
}
