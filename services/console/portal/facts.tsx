import { useMutation, useQuery } from '@tanstack/react-query'
import { api, read } from '../client.ts'
import { useSession } from '../frame/session.tsx'
import { Loaded } from '../frame/states.tsx'
import { clock, dateTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Articles, Trouble } from './parts.tsx'
import { type Fact, factsQuery, ownQuery, type Paper } from './queries.ts'

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
    <li className="card fact" data-testid="fact">
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
      {fact.hasClip ? (
        <Clip paper={paper} id={id} flagId={fact.flagId} />
      ) : (
        <p className="quiet small">{say('portal.noClip')}</p>
      )}
    </li>
  )
}

/** The clip, fetched by a link that is asked for when it is wanted; who looks stands across the picture. */
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
  const opening = useMutation({
    mutationFn: () =>
      read(api.portal[paper][':id'].clips[':flagId'].$post({ param: { id, flagId } })),
  })
  if (!opening.data)
    return (
      <>
        <Trouble error={opening.error} />
        <button
          type="button"
          className="big second"
          disabled={opening.isPending}
          onClick={() => opening.mutate()}
          data-testid="open-clip"
        >
          {say('portal.openClip')}
        </button>
      </>
    )
  const { url, untilMs } = opening.data
  return (
    <figure className="clip">
      {/* The words of the clip stand above it as the quote. */}
      {/* biome-ignore lint/a11y/useMediaCaption: no caption file is cut for a clip */}
      <video
        src={url}
        controls
        controlsList="nodownload noremoteplayback"
        disablePictureInPicture
        playsInline
        preload="metadata"
        onContextMenu={(event) => event.preventDefault()}
        onError={() => opening.reset()}
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
